-- How incidents are dealt with: plans, approvals, calls, and what the policies said.

create table incident_handling (
    incident_id      text primary key,
    revision         bigint  not null,
    policy_version   text,
    plan             text,
    steps            jsonb   not null,
    approvals        jsonb   not null,
    approvals_needed integer not null,
    approve_by       timestamptz,
    escalation_level integer not null,
    acknowledged_by  text,
    parent           text,
    children         text[]  not null
);
create index incident_handling_parent on incident_handling (parent);

comment on table incident_handling is 'One row per incident: how it is dealt with, as of the newest snapshot.';
comment on column incident_handling.policy_version is 'version@hash of the policies that decided last; null before.';
comment on column incident_handling.steps is
    'The plan in force, as an array of objects: action, target, parameters, risk, condition, canary, observeMillis, timeoutMillis, undoneBy, state (waiting, running, done, skipped, failed, undone), key.';
comment on column incident_handling.approvals is 'Given to the plan that waits, as an array of objects: by, keyId, at (epoch milliseconds).';
comment on column incident_handling.approvals_needed is 'How many different people have to approve; 0 if nothing waits.';
comment on column incident_handling.approve_by is 'Wall-clock time at which the question expires; null if nothing waits.';
comment on column incident_handling.escalation_level is 'Level of the chain that was called last, from 1; 0 before.';
comment on column incident_handling.parent is 'The incident that this one is part of; null if it stands for itself.';

create table policy_decisions (
    incident_id    text        not null,
    sequence       integer     not null,
    revision       bigint      not null,
    at             timestamptz not null,
    policy_version text        not null,
    verdict        text        not null,
    mode           text,
    rule           text,
    action         text,
    rules          jsonb       not null,
    limits         jsonb       not null,
    reason         text        not null,
    primary key (incident_id, sequence)
);

comment on table policy_decisions is 'What the policies said about each incident whenever the answer changed, in the job''s own words at the time.';
comment on column policy_decisions.verdict is 'act, ask, say (mode observe), wait or nothing.';
comment on column policy_decisions.action is 'The action or plan chosen, or the one that a limit stops.';
comment on column policy_decisions.rules is 'Every rule that was asked, in the file''s order up to the one that governs: rule, governs, reason.';
comment on column policy_decisions.limits is 'Limits that stopped something: action, limit, text, until (epoch milliseconds, 0 for unknown).';

create table notifications (
    id          text primary key,
    incident_id text        not null,
    system      text        not null,
    kind        text        not null,
    level       integer     not null,
    channels    text[]      not null,
    title       text        not null,
    text        text        not null,
    at          timestamptz not null
);
create index notifications_incident on notifications (incident_id, at);

comment on table notifications is 'Every call to people that the job asked for; whether it reached them is for the notifier to say.';
comment on column notifications.kind is 'approval, escalation or resolved.';
comment on column notifications.level is 'Number of the call in its escalation, from 1; 0 for resolved.';

create table policies (
    file    text        not null,
    version text        not null,
    event   text        not null,
    at      timestamptz not null,
    reason  text,
    primary key (file, version, event, at)
);

comment on table policies is 'Every change of a policy file that the running job found.';
comment on column policies.version is 'version@hash of the file''s text.';
comment on column policies.event is 'IN_FORCE, or REFUSED with the reason: then those before stay in force.';

create view v_policy_decisions as
select d.incident_id, i.system, d.sequence, d.at, d.verdict, d.rule, d.action, d.mode, d.policy_version,
       (select string_agg(l ->> 'action' || ': ' || (l ->> 'text'), '; ') from jsonb_array_elements(d.limits) l) as stopped_by,
       d.reason
from policy_decisions d left join incidents i on i.id = d.incident_id;

comment on view v_policy_decisions is 'What the policies said about each incident, which rule governed, and which limits stopped what.';

create view v_waiting_approvals as
select i.id as incident_id, i.system, i.title, h.plan, i.root_cause, h.approvals_needed,
       jsonb_array_length(h.approvals) as approvals_given, h.approve_by,
       i.actions -> -1 ->> 'risk' as risk, i.actions -> -1 ->> 'reason' as reason,
       nullif(i.actions -> -1 ->> 'dryRun', '') as dry_run
from incidents i join incident_handling h on h.incident_id = i.id
where i.state = 'AWAITING_APPROVAL';

comment on view v_waiting_approvals is 'Plans that wait for people: what, why, how risky, what a trial run said, and until when.';
