-- Finished actions and seen control messages are forgotten after a while, oldest first. A key whose row is gone
-- is still never executed again: its request is by then refused for its age.
CREATE INDEX ledger_finished ON ledger (finished_at) WHERE state = 'DONE' AND reported;
CREATE INDEX control_seen_at ON control_seen (seen_at);
