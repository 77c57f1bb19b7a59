-- Incidents that were opened before anything was wrong, because a declared limit will be hit.

alter table incidents
    add column kind         text not null default 'observed',
    add column came_true_at timestamptz;

comment on column incidents.kind is 'observed, or predicted if it was opened before anything was wrong.';
comment on column incidents.came_true_at is
    'When the limit that was predicted was hit; null if it was not, or nothing was predicted.';

-- What was opened before anything was wrong was neither detected late nor repaired: it is left out of the means.

create or replace view v_incident_times as
select i.id as incident_id, i.system, i.state, i.fault_type, i.root_cause, i.onset, i.opened_at,
       h.diagnosed_at, h.remediating_at, i.resolved_at,
       extract(epoch from i.opened_at - i.onset)::double precision    as seconds_to_open,
       extract(epoch from h.diagnosed_at - i.onset)::double precision as seconds_to_diagnose,
       extract(epoch from h.remediating_at - i.onset)::double precision as seconds_to_act,
       extract(epoch from i.resolved_at - i.onset)::double precision  as seconds_to_resolve,
       i.kind
from incidents i
left join (
    select incident_id,
           min(at) filter (where to_state = 'DIAGNOSED')   as diagnosed_at,
           min(at) filter (where to_state = 'REMEDIATING') as remediating_at
    from incident_history
    group by incident_id
) h on h.incident_id = i.id;

create or replace view v_mttd as
select coalesce(system, '*') as system,
       count(*) as incidents,
       avg(seconds_to_open) as mean_seconds_to_open,
       percentile_cont(0.5) within group (order by seconds_to_open) as median_seconds_to_open,
       count(seconds_to_diagnose) as diagnosed,
       avg(seconds_to_diagnose) as mean_seconds_to_diagnose,
       percentile_cont(0.5) within group (order by seconds_to_diagnose) as median_seconds_to_diagnose
from v_incident_times
where state <> 'SUPPRESSED' and kind = 'observed'
group by grouping sets ((system), ());

create or replace view v_mttr as
select coalesce(system, '*') as system,
       count(*) as resolved,
       avg(seconds_to_resolve) as mean_seconds_to_resolve,
       percentile_cont(0.5) within group (order by seconds_to_resolve) as median_seconds_to_resolve,
       percentile_cont(0.95) within group (order by seconds_to_resolve) as p95_seconds_to_resolve
from v_incident_times
where resolved_at is not null and state <> 'SUPPRESSED' and kind = 'observed'
group by grouping sets ((system), ());
