-- Incidents that were opened before anything was wrong, because a declared limit will be hit.

alter table incidents
    add column kind         text not null default 'observed',
    add column came_true_at timestamptz;

comment on column incidents.kind is 'observed, or predicted if it was opened before anything was wrong.';
comment on column incidents.came_true_at is
    'When the limit that was predicted was hit; null if it was not, or nothing was predicted.';
