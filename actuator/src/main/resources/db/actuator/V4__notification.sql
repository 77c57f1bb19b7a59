-- What people were told of an incident, and what they have to be told. One row per incident and channel.
CREATE TABLE notification (
    incident   text        NOT NULL,
    channel    text        NOT NULL,
    -- Of the snapshot that the row stands for; an older one changes nothing.
    revision   bigint      NOT NULL,
    stage      text        NOT NULL CHECK (stage IN ('TRIGGERED', 'ACKNOWLEDGED', 'RESOLVED')),
    snapshot   bytea       NOT NULL,
    -- The stage that the channel was told last; null if nothing yet.
    delivered  text,
    attempts   integer     NOT NULL DEFAULT 0,
    detail     text        NOT NULL DEFAULT '',
    next_at    timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (incident, channel)
);

CREATE INDEX notification_due ON notification (next_at) WHERE delivered IS DISTINCT FROM stage;
CREATE INDEX notification_over ON notification (updated_at) WHERE stage = 'RESOLVED';
