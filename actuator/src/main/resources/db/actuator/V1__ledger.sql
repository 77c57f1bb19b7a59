-- What the actuator has promised to do, is doing and has done. One row per idempotency key, for ever:
-- a key that stands here is never executed a second time.
CREATE TABLE ledger (
    key         text PRIMARY KEY,
    seq         bigint GENERATED ALWAYS AS IDENTITY,
    incident    text        NOT NULL,
    system      text        NOT NULL,
    action      text        NOT NULL,
    target      text        NOT NULL,
    undo        boolean     NOT NULL,
    -- The request as it came (Avro single-object encoding): recovery needs nothing else.
    request     bytea       NOT NULL,
    state       text        NOT NULL CHECK (state IN ('CLAIMED', 'EXECUTING', 'DONE')),
    outcome     text        CHECK (outcome IN ('SUCCEEDED', 'FAILED', 'REFUSED', 'UNKNOWN')),
    detail      text        NOT NULL DEFAULT '',
    attempts    integer     NOT NULL DEFAULT 0,
    -- The running actuator that executes it, and until when nobody else may step in (database clock).
    owner       text,
    lease_until timestamptz,
    takeovers   integer     NOT NULL DEFAULT 0,
    expires_at  timestamptz,
    claimed_at  timestamptz NOT NULL,
    started_at  timestamptz,
    finished_at timestamptz,
    reported    boolean     NOT NULL DEFAULT false,
    CHECK ((state = 'DONE') = (outcome IS NOT NULL)),
    CHECK (state <> 'EXECUTING' OR (owner IS NOT NULL AND lease_until IS NOT NULL)),
    CHECK (NOT reported OR state = 'DONE')
);

-- The database itself keeps two actions from running at one target.
CREATE UNIQUE INDEX ledger_one_at_a_target ON ledger (target) WHERE state = 'EXECUTING';
CREATE INDEX ledger_active ON ledger (seq) WHERE state <> 'DONE';
CREATE INDEX ledger_unreported ON ledger (seq) WHERE state = 'DONE' AND NOT reported;
CREATE INDEX ledger_target ON ledger (target, claimed_at);
CREATE INDEX ledger_claimed ON ledger (claimed_at);

-- Who stopped what. A halt outlives every process; the newest word on a scope counts.
CREATE TABLE automation_halt (
    scope  text PRIMARY KEY,
    halted boolean     NOT NULL,
    reason text        NOT NULL,
    author text        NOT NULL,
    at     timestamptz NOT NULL
);

-- Control messages that were obeyed: a second one with the same id is a replay.
CREATE TABLE control_seen (
    id      text PRIMARY KEY,
    seen_at timestamptz NOT NULL
);
