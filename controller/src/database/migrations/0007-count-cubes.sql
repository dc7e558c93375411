-- Counts in four cubes (docs/adr/0006), and which days may hold the jobs that ended on a day.

-- The counts there are become deltas again, of which the next folds make the new ones. Every count stays exact meanwhile.
insert into job_count_deltas (gid, is_stop, minute, state, queue, organization, category, cmd, source, nid, node_name, count)
select gid, c.is_stop, c.start, g.state, g.queue, g.organization, g.category, g.cmd, g.source, g.nid, g.node_name, c.count
from job_counts c join (select gid, id as group_id, state, queue, organization, category, cmd, source, nid, node_name from job_count_groups) g
  using (gid, group_id)
where c.by_node and c.width = 60000 and c.count <> 0;

drop table job_counts;
drop table job_count_groups;

-- The combinations of values that occur in each cube. What a cube does not keep apart is null.
create table job_count_groups (
  gid          integer not null,
  id           integer generated always as identity,
  cube         smallint not null,
  state        text collate "C" not null,
  queue        text collate "C" not null,
  source       text collate "C" not null,
  organization text collate "C",
  category     text collate "C",
  cmd          text collate "C",
  nid          integer,
  node_name    text collate "C",
  -- All of the above as text: what makes it unique, nulls included.
  key          text collate "C" not null,
  primary key (gid, id),
  unique (gid, key)
);

-- Jobs per group and span of time. The columns are in the order that leaves no gaps: of a row of 24 bytes there are many.
create table job_counts (
  count    bigint not null,
  -- Minutes since the epoch.
  start    integer not null,
  gid      integer not null,
  group_id integer not null,
  -- Which cube and which width: COUNT_LEVELS of controller/src/counts/countCubes.ts.
  level    smallint not null,
  -- By time of creation (false) or of the end (true).
  is_stop  boolean not null,
  primary key (is_stop, level, start, gid, group_id)
) with (fillfactor = 90);

-- Jobs created on the one day ended on the other (days since the epoch; of all grids, as partitions are). Never less than
-- there are; a purge leaves what is too much. Without it a range of ends would be looked for in every day of the history.
create table job_end_days (
  created_day integer not null,
  ended_day   integer not null,
  primary key (ended_day, created_day)
);

-- For the jobs there already are, the last end in each day's partition says enough: its index has it at hand.
do $$
declare
  part text;
begin
  for part in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'jobs_done'::regclass and c.relname ~ '_\d{8}$'
  loop
    execute format(
      'insert into job_end_days (created_day, ended_day)
       select day, ended from (select %L::date - date ''1970-01-01'' as day, (select max(time_stop) from %I) as last_stop) as one
       cross join lateral generate_series(day, last_stop / 86400000) as ended
       where last_stop is not null', right(part, 8), part);
  end loop;
end $$;

create function record_end_days() returns trigger language plpgsql as $$
begin
  insert into job_end_days (created_day, ended_day)
  select distinct time_create / 86400000, time_stop / 86400000 from new_rows
  where not is_live and time_stop is not null
    and not exists (select 1 from job_end_days where ended_day = time_stop / 86400000 and created_day = time_create / 86400000)
  order by 1, 2
  on conflict do nothing;
  return null;
end $$;

create trigger record_inserted_end_days after insert on jobs referencing new table as new_rows
  for each statement execute function record_end_days();
create trigger record_updated_end_days after update on jobs referencing new table as new_rows
  for each statement execute function record_end_days();
create trigger record_inserted_end_days after insert on jobs_done referencing new table as new_rows
  for each statement execute function record_end_days();
create trigger record_updated_end_days after update on jobs_done referencing new table as new_rows
  for each statement execute function record_end_days();

create type ended_job as (
  gid          integer,
  time_stop    bigint,
  state        text collate "C",
  queue        text collate "C",
  organization text collate "C",
  category     text collate "C",
  cmd          text collate "C",
  source       text collate "C",
  nid          integer,
  node_name    text collate "C"
);

-- The jobs that ended in a short range. Naming the few days that may hold them spares planning for all the others, which
-- takes longer than reading. STABLE: all of it sees the snapshot of the statement that calls it.
create function jobs_ended(from_time bigint, to_time bigint) returns setof ended_job language plpgsql stable as $$
declare
  part regclass;
begin
  -- Keeps the days from being dropped until the statement has ended.
  perform from only jobs_done;
  for part in
    select to_regclass('jobs_done_' || to_char(date '1970-01-01' + created_day, 'YYYYMMDD'))
    from (select distinct created_day from job_end_days where ended_day between from_time / 86400000 and (to_time - 1) / 86400000) as days
    union select 'jobs_done_other'
  loop
    if part is not null then
      return query execute format(
        'select gid, time_stop, state, queue, organization, category, cmd, source, nid, node_name from %s
         where time_stop >= $1 and time_stop < $2', part) using from_time, to_time;
    end if;
  end loop;
end $$;
