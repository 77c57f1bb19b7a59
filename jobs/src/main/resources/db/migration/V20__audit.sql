-- The audit log: every decision, order, result and word of a person, in chains of hashes, one chain a partition of
-- a topic. Nobody changes or removes a row here, this database's owner would first have to drop the trigger, and
-- `nightshift audit verify` would tell.

create table audit (
    topic           text        not null,
    kafka_partition integer     not null,
    position        bigint      not null,
    at              timestamptz not null,
    record          text        not null,
    payload         bytea       not null,
    previous        bytea       not null,
    hash            bytea       not null,
    primary key (topic, kafka_partition, position)
);
create index audit_at on audit (at);

comment on table audit is 'Append-only. One row per committed record of the audited topics.';
comment on column audit.position is 'Offset in the partition; gaps are the broker''s own marks.';
comment on column audit.record is 'In words; empty if the payload could not be read.';
comment on column audit.previous is 'Hash of the row before it in the same chain; zeros for the first.';
comment on column audit.hash is 'SHA-256 over previous and all of the row.';

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'the audit log is append-only: % refused', lower(tg_op);
end
$$;

create trigger audit_append_only before update or delete or truncate on audit
    for each statement execute function audit_is_append_only();
