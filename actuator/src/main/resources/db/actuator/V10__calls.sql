-- Calls of an escalation chain stand beside what follows from snapshots of incidents: one row per incident and channel
-- of a contact. The snapshot is then the call itself, and its revision the time at which the job made it.
ALTER TABLE notification ADD COLUMN source text NOT NULL DEFAULT 'INCIDENT' CHECK (source IN ('INCIDENT', 'CALL'));
-- The last call: a further one is delivered although the stage is the same. Empty for snapshots.
ALTER TABLE notification ADD COLUMN call text NOT NULL DEFAULT '';
