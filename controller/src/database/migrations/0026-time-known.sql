-- When the controller learned how a job ended. What was reported late, after its agent had been cut off, ended in no window
-- that an alert rule still looked at; by this time it is in the window in which it became known.

-- Of jobs that ended before this nobody knows it any more: when they ended is near. Told as a change of type, which writes
-- each row once and runs no triggers.
alter table jobs add column time_known bigint;
alter table jobs alter column time_known type bigint using time_stop;
create index on jobs_done (time_known, time_create);

-- By time of creation (0), by time of the end (1), and what counts by time known have beside those by end (2): one job more in
-- the minute in which it became known, one less in that of its end, where these are two. Nearly always they are one.
alter table job_count_deltas alter column is_stop type smallint using is_stop::integer;
alter table job_count_deltas rename column is_stop to time_field;
alter table job_counts alter column is_stop type smallint using is_stop::integer;
alter table job_counts rename column is_stop to time_field;

create function counted_minutes(time_create bigint, time_stop bigint, time_known bigint)
returns table (time_field smallint, minute bigint, jobs integer) language sql immutable as $$
  select field::smallint, at / 60000 * 60000, job
  from (values (0, time_create, 1), (1, time_stop, 1), (2, time_known, 1), (2, time_stop, -1)) as by (field, at, job)
  where at is not null and (field < 2 or time_known / 60000 is distinct from time_stop / 60000)
$$;

create or replace function record_job_counts() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into job_count_deltas
    select gid, time_field, minute, state, queue, organization, category, cmd, source, nid, node_name, sum(jobs)
    from new_rows cross join lateral counted_minutes(time_create, time_stop, time_known)
    where not is_live
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11;
  elsif tg_op = 'DELETE' then
    insert into job_count_deltas
    select gid, time_field, minute, state, queue, organization, category, cmd, source, nid, node_name, -sum(jobs)
    from old_rows cross join lateral counted_minutes(time_create, time_stop, time_known)
    where not is_live
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11;
  else
    insert into job_count_deltas
    select gid, time_field, minute, state, queue, organization, category, cmd, source, nid, node_name, sum(jobs * sign)
    from (select 1 as sign, gid, is_live, time_create, time_stop, time_known, state, queue, organization, category, cmd, source, nid, node_name from new_rows
          union all
          select -1, gid, is_live, time_create, time_stop, time_known, state, queue, organization, category, cmd, source, nid, node_name from old_rows) as changed
    cross join lateral counted_minutes(time_create, time_stop, time_known)
    where not is_live
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
    having sum(jobs * sign) <> 0;
  end if;
  return null;
end $$;

create or replace function count_day_out(day regclass) returns void language plpgsql as $$
begin
  lock table only jobs_done in access exclusive mode;
  execute format('lock table %s in access exclusive mode', day);
  execute format('insert into job_count_deltas
    select gid, time_field, minute, state, queue, organization, category, cmd, source, nid, node_name, -sum(jobs)
    from %s cross join lateral counted_minutes(time_create, time_stop, time_known)
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11', day);
end $$;

-- The day on which a job became known, too, is one on which jobs of its day ended.
create or replace function record_end_days() returns trigger language plpgsql as $$
begin
  insert into job_end_days (created_day, ended_day)
  select distinct time_create / 86400000, ended / 86400000
  from new_rows cross join lateral (values (time_stop), (time_known)) as ends (ended)
  where not is_live and ended is not null
    and not exists (select 1 from job_end_days where ended_day = ended / 86400000 and created_day = time_create / 86400000)
  order by 1, 2
  on conflict do nothing;
  return null;
end $$;

drop function jobs_ended(bigint, bigint);
drop type ended_job;
create type ended_job as (
  gid          integer,
  time_stop    bigint,
  time_known   bigint,
  state        text collate "C",
  queue        text collate "C",
  organization text collate "C",
  category     text collate "C",
  cmd          text collate "C",
  source       text collate "C",
  nid          integer,
  node_name    text collate "C"
);

-- The jobs that ended, or became known as ended, in a short range: `by` is the column of that time. See 0007 for the rest.
create function jobs_ended(by name, from_time bigint, to_time bigint) returns setof ended_job language plpgsql stable as $$
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
        'select gid, time_stop, time_known, state, queue, organization, category, cmd, source, nid, node_name from %s
         where %2$I >= $1 and %2$I < $2', part, by) using from_time, to_time;
    end if;
  end loop;
end $$;
