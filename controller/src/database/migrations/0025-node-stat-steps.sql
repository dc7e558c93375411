-- Node stats of 5 minutes and of half an hour: what graphs of days and months are made of. Each sample is added to both in the
-- transaction that stores it, so they are right at any moment, also when samples come late.
create table node_stat_steps (
  gid      integer not null,
  nid      integer not null,
  name     text collate "C" not null,
  step_ms  integer not null,
  -- Start of the step.
  time     bigint not null,
  samples  integer not null,
  total    double precision not null,
  least    double precision not null,
  greatest double precision not null,
  primary key (gid, nid, name, step_ms, time)
) partition by range (time);
create table node_stat_steps_other partition of node_stat_steps default;

-- The days that samples have: out of the default partition each would have to be moved, by reading all of it.
do $$
declare
  day date;
begin
  for day in
    select to_date(right(c.relname, 8), 'YYYYMMDD') from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'node_stats'::regclass and c.relname ~ '_\d{8}$'
  loop
    execute format(
      'create table %I partition of node_stat_steps for values from (%s) to (%s)', 'node_stat_steps_' || to_char(day, 'YYYYMMDD'),
      (day - date '1970-01-01') * 86400000::bigint, (day - date '1970-01-01' + 1) * 86400000::bigint);
  end loop;
end $$;

insert into node_stat_steps (gid, nid, name, step_ms, time, samples, total, least, greatest)
select gid, nid, name, step_ms, time / step_ms * step_ms, count(*), sum(value), min(value), max(value)
from node_stats cross join unnest('{300000,1800000}'::integer[]) as step_ms where abs(value) <= 1e290
group by gid, nid, name, step_ms, time / step_ms;

-- What each node has ever reported: `disk_used_percent:/` is the stat disk_used_percent of the device /.
create view node_stat_series as
select n.gid, n.nid, n.name as node_name, key as name, split_part(key, ':', 1) as stat,
  substr(key, length(split_part(key, ':', 1)) + 2) as device
from nodes n cross join lateral jsonb_object_keys(n.stats) as key;
