-- Counts of ended jobs, so that a count over a year reads rows of counts, not jobs (docs/adr/0006).

-- What ended since the counts were last folded: appended in the transaction that ends the job, never updated, so that no
-- two of them wait for each other. Readers add them up with job_counts, hence every count is exact at any moment.
create table job_count_deltas (
  gid          integer not null,
  -- By time of creation (false) or of the end (true).
  is_stop      boolean not null,
  minute       bigint not null,
  state        text collate "C" not null,
  queue        text collate "C" not null,
  organization text collate "C" not null,
  category     text collate "C" not null,
  cmd          text collate "C" not null,
  source       text collate "C" not null,
  nid          integer,
  node_name    text collate "C",
  count        bigint not null
);

-- The combinations of values that occur. With nodes there are many times more, so each is kept with them and without.
create table job_count_groups (
  gid          integer not null,
  id           integer generated always as identity,
  by_node      boolean not null,
  -- All of the row as text: what makes it unique, nulls included.
  key          text collate "C" not null,
  state        text collate "C" not null,
  queue        text collate "C" not null,
  organization text collate "C" not null,
  category     text collate "C" not null,
  cmd          text collate "C" not null,
  source       text collate "C" not null,
  nid          integer,
  node_name    text collate "C",
  primary key (gid, id),
  unique (gid, key)
);

-- Jobs per group in [start, start + width) since the epoch, for each width of controller/src/counts/countSpans.ts.
create table job_counts (
  is_stop  boolean not null,
  by_node  boolean not null,
  width    integer not null,
  start    bigint not null,
  gid      integer not null,
  group_id integer not null,
  count    bigint not null,
  primary key (is_stop, by_node, width, start, gid, group_id)
) with (fillfactor = 80);

-- Moving a row to the history is an update of jobs; deletes and late reports change the counts by the same way. A statement
-- that names a partition bypasses this: moving rows between days (no change), and dropping a day (count_day_out).
create function record_job_counts() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into job_count_deltas
    select gid, by.is_stop, by.time / 60000 * 60000, state, queue, organization, category, cmd, source, nid, node_name, count(*)
    from new_rows cross join lateral (values (false, time_create), (true, time_stop)) as by (is_stop, time)
    where not is_live and by.time is not null
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11;
  elsif tg_op = 'DELETE' then
    insert into job_count_deltas
    select gid, by.is_stop, by.time / 60000 * 60000, state, queue, organization, category, cmd, source, nid, node_name, -count(*)
    from old_rows cross join lateral (values (false, time_create), (true, time_stop)) as by (is_stop, time)
    where not is_live and by.time is not null
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11;
  else
    insert into job_count_deltas
    select gid, by.is_stop, by.time / 60000 * 60000, state, queue, organization, category, cmd, source, nid, node_name, sum(sign)
    from (select 1 as sign, gid, is_live, time_create, time_stop, state, queue, organization, category, cmd, source, nid, node_name from new_rows
          union all
          select -1, gid, is_live, time_create, time_stop, state, queue, organization, category, cmd, source, nid, node_name from old_rows) as changed
    cross join lateral (values (false, time_create), (true, time_stop)) as by (is_stop, time)
    where not is_live and by.time is not null
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
    having sum(sign) <> 0;
  end if;
  return null;
end $$;

create trigger record_inserted_counts after insert on jobs referencing new table as new_rows
  for each statement execute function record_job_counts();
create trigger record_updated_counts after update on jobs referencing old table as old_rows new table as new_rows
  for each statement execute function record_job_counts();
create trigger record_deleted_counts after delete on jobs referencing old table as old_rows
  for each statement execute function record_job_counts();
create trigger record_inserted_counts after insert on jobs_done referencing new table as new_rows
  for each statement execute function record_job_counts();
create trigger record_updated_counts after update on jobs_done referencing old table as old_rows new table as new_rows
  for each statement execute function record_job_counts();
create trigger record_deleted_counts after delete on jobs_done referencing old table as old_rows
  for each statement execute function record_job_counts();

-- To be called in the transaction that drops a day of jobs_done, before it.
create function count_day_out(day regclass) returns void language plpgsql as $$
begin
  execute format('insert into job_count_deltas
    select gid, by.is_stop, by.time / 60000 * 60000, state, queue, organization, category, cmd, source, nid, node_name, -count(*)
    from %s cross join lateral (values (false, time_create), (true, time_stop)) as by (is_stop, time)
    where by.time is not null
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11', day);
end $$;

-- The jobs there already are: exact from now on, and folded by the first controller that starts.
insert into job_count_deltas
select gid, by.is_stop, by.time / 60000 * 60000, state, queue, organization, category, cmd, source, nid, node_name, count(*)
from jobs_done cross join lateral (values (false, time_create), (true, time_stop)) as by (is_stop, time)
where by.time is not null
group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11;
