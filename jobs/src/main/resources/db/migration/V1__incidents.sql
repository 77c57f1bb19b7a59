-- The incident database: a projection of Nightshift's topics, for people and BI tools.
--
-- Every row can be made again by reading the topics from the beginning; nothing in here is the only copy of
-- anything. Tables do not refer to each other by foreign keys, because each is filled from its own topic and rows
-- arrive in any order.

create table incidents (
    id                 text primary key,
    system             text             not null,
    state              text             not null,
    revision           bigint           not null,
    title              text             not null,
    root_cause         text,
    fault_type         text,
    confidence         double precision not null,
    mode               text,
    onset              timestamptz      not null,
    opened_at          timestamptz      not null,
    updated_at         timestamptz      not null,
    resolved_at        timestamptz,
    closed_at          timestamptz,
    recurrences        integer          not null,
    anomalies          text[]           not null,
    active_anomalies   text[]           not null,
    entities           text[]           not null,
    actions            jsonb            not null,
    diagnosis_id       text,
    diagnosis_revision integer
);
create index incidents_opened_at on incidents (opened_at desc);
create index incidents_system on incidents (system, opened_at desc);
create index incidents_state on incidents (state);

comment on table incidents is 'One row per problem, from its first anomaly until it is closed: the newest snapshot.';
comment on column incidents.state is
    'OPEN, DIAGNOSED, PLANNED, AWAITING_APPROVAL, REMEDIATING, VERIFYING, ROLLING_BACK, RESOLVED, SELF_RECOVERED, ESCALATED, SUPPRESSED or CLOSED.';
comment on column incidents.revision is 'Number of the snapshot; an older one never overwrites a newer one.';
comment on column incidents.root_cause is 'Entity of the best candidate; null before a diagnosis.';
comment on column incidents.confidence is 'Share of belief in the best candidate, 0 to 1; 0 before a diagnosis.';
comment on column incidents.mode is 'Mode of the policy that governs it: observe, approve or auto; null before a plan.';
comment on column incidents.onset is 'First step at which the problem showed, in event time.';
comment on column incidents.resolved_at is 'Null while it lasts.';
comment on column incidents.actions is
    'The plan, as an array of objects: key, action, target, parameters, policy, reason, outcome, requestedAt, finishedAt (epoch milliseconds, 0 for not yet), detail.';
comment on column incidents.anomalies is 'Ids in table anomalies.';
comment on column incidents.entities is 'Entities that show symptoms, as system/service or system/service/instance.';

create table incident_history (
    incident_id text        not null,
    sequence    integer     not null,
    revision    bigint      not null,
    from_state  text,
    to_state    text        not null,
    at          timestamptz not null,
    author_kind text        not null,
    author      text        not null,
    cause       text        not null,
    primary key (incident_id, sequence)
);
create index incident_history_at on incident_history (at);

comment on table incident_history is 'One row per change of an incident''s state.';
comment on column incident_history.sequence is 'From 0, without gaps.';
comment on column incident_history.revision is 'Revision of the incident''s snapshot that this row was read from.';
comment on column incident_history.author_kind is 'JOB, PERSON or ACTUATOR.';

create table anomalies (
    id            text primary key,
    system        text             not null,
    entity        text             not null,
    phase         text             not null,
    phase_rank    smallint         not null,
    onset         timestamptz      not null,
    updated_at    timestamptz      not null,
    ended_at      timestamptz,
    peak_at       timestamptz      not null,
    peak_score    double precision not null,
    threshold     double precision not null,
    model         text             not null,
    contributions jsonb            not null
);
create index anomalies_entity on anomalies (entity, onset desc);
create index anomalies_onset on anomalies (onset desc);

comment on table anomalies is 'One row per run of scores above an entity''s adaptive threshold.';
comment on column anomalies.phase is 'OPENED, UPDATED or ENDED.';
comment on column anomalies.phase_rank is 'Place of the phase in that order: settles records of one step.';
comment on column anomalies.ended_at is 'First quiet step; null while it lasts.';
comment on column anomalies.model is 'name@version of the model that scored, or the name of the streaming detector.';
comment on column anomalies.contributions is
    'Array, largest first: feature, error (its part of the score), value (at the peak) and usual, null where unknown.';

create table diagnoses (
    id                text        not null,
    revision          integer     not null,
    incident_id       text        not null,
    incident_revision bigint      not null,
    system            text        not null,
    at                timestamptz not null,
    onset             timestamptz not null,
    anomalies         text[]      not null,
    entities          text[]      not null,
    patterns          text[]      not null,
    candidates        jsonb       not null,
    primary key (id, revision)
);
create index diagnoses_incident on diagnoses (incident_id, at);

comment on table diagnoses is 'Every revision of every ranked list of root causes.';
comment on column diagnoses.candidates is
    'Array, best first: entity, faultType, confidence (0 to 1) and evidence, an array of kind, stance (FOR, AGAINST), text, weight.';
comment on column diagnoses.patterns is 'Names of the patterns that matched.';

create table remediations (
    key         text primary key,
    incident_id text        not null,
    system      text        not null,
    action      text        not null,
    target      text        not null,
    parameters  jsonb,
    policy      text,
    mode        text,
    risk        text,
    confidence  double precision,
    fault_type  text,
    undo        boolean,
    idempotent  boolean,
    decided_at  timestamptz,
    expires_at  timestamptz,
    approved_by text,
    outcome     text,
    detail      text,
    started_at  timestamptz,
    finished_at timestamptz,
    attempts    integer
);
create index remediations_incident on remediations (incident_id);
create index remediations_target on remediations (target, action);

comment on table remediations is 'One row per requested action: the request merged with its result.';
comment on column remediations.key is 'Idempotency key, incident:step:attempt.';
comment on column remediations.undo is 'True if the action takes an earlier one back.';
comment on column remediations.decided_at is 'Wall-clock time of the request; null if only the result has arrived.';
comment on column remediations.outcome is 'SUCCEEDED, FAILED, REFUSED or UNKNOWN; null until a result arrives.';
comment on column remediations.finished_at is 'Wall-clock time of the result.';

create table feedback (
    id          text primary key,
    entity      text        not null,
    incident_id text,
    label       text        not null,
    from_time   timestamptz not null,
    to_time     timestamptz not null,
    author      text        not null,
    at          timestamptz not null,
    correction  text,
    action      text,
    effect      text
);
create index feedback_incident on feedback (incident_id, at);
create index feedback_entity on feedback (entity, from_time);

comment on table feedback is 'Labels on stretches of an entity''s history, from people and from verification.';
comment on column feedback.label is 'true_positive, false_alarm, missed, right_cause or wrong_cause.';
comment on column feedback.correction is 'With wrong_cause: the right one, entity or entity:fault_type.';
comment on column feedback.effect is 'Whether the action cleared the anomaly: helped, harmed or no_effect; null if unknown.';

create table models (
    model   text        not null,
    version text        not null,
    event   text        not null,
    role    text        not null,
    at      timestamptz not null,
    hash    text,
    reason  text,
    primary key (model, version, event, role, at)
);
create index models_at on models (at desc);

comment on table models is 'What happened to each model in the running job: one row per event.';
comment on column models.event is 'LOADED, REFUSED, PROMOTED, RETIRED or ROLLED_BACK.';
comment on column models.role is 'champion, challenger, or empty.';
comment on column models.hash is 'SHA-256 of the model''s file.';

create table automation_state (
    scope  text primary key,
    halted boolean     not null,
    reason text,
    author text,
    at     timestamptz not null
);

comment on table automation_state is 'Whether automation may act, for everything (*) or for one system: the newest word.';
