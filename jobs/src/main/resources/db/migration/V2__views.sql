-- Questions that people ask of the incident database, answered once.

create view v_open_incidents as
select id, system, state, title, root_cause, fault_type, confidence, mode, onset, opened_at, updated_at, recurrences,
       now() - onset as age,
       cardinality(active_anomalies) as active_anomalies,
       entities
from incidents
where state not in ('RESOLVED', 'SELF_RECOVERED', 'CLOSED', 'SUPPRESSED');

comment on view v_open_incidents is 'Incidents that are neither over nor silenced.';
comment on column v_open_incidents.age is 'Time since the onset, by the database''s clock.';

create view v_incident_times as
select i.id as incident_id, i.system, i.state, i.fault_type, i.root_cause, i.onset, i.opened_at,
       h.diagnosed_at, h.remediating_at, i.resolved_at,
       extract(epoch from i.opened_at - i.onset)::double precision    as seconds_to_open,
       extract(epoch from h.diagnosed_at - i.onset)::double precision as seconds_to_diagnose,
       extract(epoch from h.remediating_at - i.onset)::double precision as seconds_to_act,
       extract(epoch from i.resolved_at - i.onset)::double precision  as seconds_to_resolve
from incidents i
left join (
    select incident_id,
           min(at) filter (where to_state = 'DIAGNOSED')   as diagnosed_at,
           min(at) filter (where to_state = 'REMEDIATING') as remediating_at
    from incident_history
    group by incident_id
) h on h.incident_id = i.id;

comment on view v_incident_times is
    'Per incident, the moments that the means are made of. Seconds count from the onset, the first strange step in event time; null where the moment has not come.';

create view v_mttd as
select coalesce(system, '*') as system,
       count(*) as incidents,
       avg(seconds_to_open) as mean_seconds_to_open,
       percentile_cont(0.5) within group (order by seconds_to_open) as median_seconds_to_open,
       count(seconds_to_diagnose) as diagnosed,
       avg(seconds_to_diagnose) as mean_seconds_to_diagnose,
       percentile_cont(0.5) within group (order by seconds_to_diagnose) as median_seconds_to_diagnose
from v_incident_times
where state <> 'SUPPRESSED'
group by grouping sets ((system), ());

comment on view v_mttd is
    'Mean time to detect: from onset to the opening of the incident, and to its first diagnosis. One row per system, and * for all. Silenced incidents do not count.';

create view v_mttr as
select coalesce(system, '*') as system,
       count(*) as resolved,
       avg(seconds_to_resolve) as mean_seconds_to_resolve,
       percentile_cont(0.5) within group (order by seconds_to_resolve) as median_seconds_to_resolve,
       percentile_cont(0.95) within group (order by seconds_to_resolve) as p95_seconds_to_resolve
from v_incident_times
where resolved_at is not null and state <> 'SUPPRESSED'
group by grouping sets ((system), ());

comment on view v_mttr is
    'Mean time to repair: from onset to resolution, of the incidents that have been resolved, whoever did it. One row per system, and * for all.';

create view v_incident_resolution as
select i.id as incident_id, i.system, i.fault_type, i.state,
       case
           when not (i.resolved_at is not null or i.state in ('RESOLVED', 'SELF_RECOVERED', 'CLOSED')) then 'unresolved'
           when exists (select from incident_history h
                        where h.incident_id = i.id
                          and (h.to_state = 'ESCALATED'
                               or h.author_kind = 'PERSON' and (i.resolved_at is null or h.at <= i.resolved_at)))
               then 'by_person'
           when exists (select from remediations r
                        where r.incident_id = i.id and r.outcome = 'SUCCEEDED' and r.undo is not true)
               then 'automatic'
           else 'self_recovered'
       end as resolution
from incidents i
where i.state <> 'SUPPRESSED';

comment on view v_incident_resolution is
    'Who ended each incident. by_person: a person changed its state before it was resolved, or it was escalated. automatic: nobody did, and an action succeeded. self_recovered: nothing was done. Silenced incidents are left out.';

create view v_auto_resolved_share as
select coalesce(system, '*') as system,
       count(*) filter (where resolution <> 'unresolved') as resolved,
       count(*) filter (where resolution = 'automatic') as automatic,
       count(*) filter (where resolution = 'by_person') as by_person,
       count(*) filter (where resolution = 'self_recovered') as self_recovered,
       count(*) filter (where resolution = 'automatic')::double precision
           / nullif(count(*) filter (where resolution <> 'unresolved'), 0) as auto_resolved_share
from v_incident_resolution
group by grouping sets ((system), ());

comment on view v_auto_resolved_share is
    'Share of the ended incidents that automation ended without a person. Null where none has ended. One row per system, and * for all.';

create view v_incident_verdicts as
select distinct on (incident_id) incident_id, label, author, at
from feedback
where incident_id is not null and label in ('true_positive', 'false_alarm')
order by incident_id, (author = 'verification'), at desc, id;

comment on view v_incident_verdicts is
    'Whether each labelled incident was real: the newest word of a person, or where no person spoke, of verification.';

create view v_false_alarm_rate as
select coalesce(i.system, '*') as system,
       count(*) as incidents,
       count(v.label) as labelled,
       count(*) filter (where v.label = 'false_alarm') as false_alarms,
       count(*) filter (where v.label = 'false_alarm')::double precision / count(*) as false_alarm_rate,
       count(*) filter (where v.label = 'false_alarm')::double precision / nullif(count(v.label), 0)
           as false_alarm_rate_of_labelled
from incidents i
left join v_incident_verdicts v on v.incident_id = i.id
where i.state <> 'SUPPRESSED'
group by grouping sets ((i.system), ());

comment on view v_false_alarm_rate is
    'Share of incidents that were judged a false alarm: of all, and of those with a verdict (null without any). One row per system, and * for all.';

create view v_diagnosis_candidates as
select d.id as diagnosis_id, d.revision, d.incident_id, d.system, d.at, c.rank::integer as rank,
       c.candidate ->> 'entity' as entity,
       c.candidate ->> 'faultType' as fault_type,
       (c.candidate ->> 'confidence')::double precision as confidence,
       c.candidate -> 'evidence' as evidence
from (select distinct on (id) * from diagnoses order by id, revision desc) d
cross join lateral jsonb_array_elements(d.candidates) with ordinality as c (candidate, rank);

comment on view v_diagnosis_candidates is 'The candidates of the newest revision of each diagnosis, one row each; rank 1 is the best.';

create view v_models as
select distinct on (model, version) model, version, event, role, at, hash, reason
from models
order by model, version, at desc, event;

comment on view v_models is 'The newest event of each version of each model.';

create view v_incident_timeline as
select incident_id, at, kind, author, summary
from (
    select i.id as incident_id, a.onset as at, 0 as place, 'anomaly' as kind, a.model as author,
           a.entity || ' is strange: score ' || round(a.peak_score::numeric, 3) || ' over ' || round(a.threshold::numeric, 3)
               || coalesce(' (' || (a.contributions -> 0 ->> 'feature') || ')', '') as summary
    from incidents i cross join lateral unnest(i.anomalies) as ids (id) join anomalies a on a.id = ids.id
    union all
    select i.id, a.ended_at, 1, 'anomaly', a.model, a.entity || ' is quiet again'
    from incidents i cross join lateral unnest(i.anomalies) as ids (id) join anomalies a on a.id = ids.id
    where a.ended_at is not null
    union all
    select d.incident_id, d.at, 2, 'diagnosis', 'job',
           coalesce((d.candidates -> 0 ->> 'faultType') || ' in ' || (d.candidates -> 0 ->> 'entity') || ' ('
               || round((d.candidates -> 0 ->> 'confidence')::numeric * 100) || ' %)', 'no candidate')
    from diagnoses d
    union all
    select h.incident_id, h.at, 3, 'state', h.author,
           coalesce(h.from_state || ' -> ', '') || h.to_state || ': ' || h.cause
    from incident_history h
    union all
    select r.incident_id, r.decided_at, 4, 'request', coalesce(r.approved_by, 'job'),
           case when r.undo then 'undo ' else '' end || r.action || ' on ' || r.target
    from remediations r where r.decided_at is not null
    union all
    select r.incident_id, r.finished_at, 5, 'result', 'actuator',
           r.action || ' on ' || r.target || ' ' || lower(r.outcome) || coalesce(': ' || r.detail, '')
    from remediations r where r.finished_at is not null
    union all
    select f.incident_id, f.at, 6, 'feedback', f.author,
           f.label || coalesce(', rather ' || f.correction, '') || coalesce(', ' || f.action || ' ' || f.effect, '')
    from feedback f where f.incident_id is not null
) events
order by incident_id, at, place;

comment on view v_incident_timeline is 'All that happened in an incident, in order: filter by incident_id.';
