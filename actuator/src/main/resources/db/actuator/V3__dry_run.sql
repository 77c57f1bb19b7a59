-- Claimed only to say what would be done: such a row is never executed, whatever the configuration says later.
ALTER TABLE ledger ADD COLUMN dry_run boolean NOT NULL DEFAULT false;
