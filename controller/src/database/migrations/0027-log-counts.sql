-- Log lines counted by minute and level, so that a histogram of any range reads counts, not lines (docs/adr/0014).

-- What was stored or removed since the counts were last folded: appended by the statement that does it, never updated, so
-- that no two of them wait for each other. Readers add them up with log_counts, hence every count is exact at any moment.
create table log_count_deltas (
  gid    integer not null,
  -- Minutes since the epoch.
  minute bigint not null,
  level  smallint not null,
  count  bigint not null
);

create table log_counts (
  gid    integer not null,
  minute bigint not null,
  level  smallint not null,
  count  bigint not null,
  primary key (gid, minute, level)
) with (fillfactor = 90);

-- A statement that names a partition bypasses this: moving lines between days (no change), and dropping a day
-- (count_lines_out).
create function record_line_counts() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into log_count_deltas select gid, time / 60000, level, count(*) from new_rows group by 1, 2, 3;
  else
    insert into log_count_deltas select gid, time / 60000, level, -count(*) from old_rows group by 1, 2, 3;
  end if;
  return null;
end $$;

create trigger record_inserted_lines after insert on log_lines referencing new table as new_rows
  for each statement execute function record_line_counts();
create trigger record_deleted_lines after delete on log_lines referencing old table as old_rows
  for each statement execute function record_line_counts();

-- To be called in the transaction that drops a day of log_lines, before it: by then the day's lock is held, and whoever
-- stored lines of that day has told of them.
create function count_lines_out(day date) returns void language plpgsql as $$
declare
  first bigint := (day - date '1970-01-01') * 1440::bigint;
begin
  insert into log_count_deltas
  select gid, minute, level, -sum(count)
  from (select * from log_counts where minute >= first and minute < first + 1440
        union all
        select * from log_count_deltas where minute >= first and minute < first + 1440) as counted
  group by 1, 2, 3 having sum(count) <> 0;
end $$;

insert into log_counts select gid, time / 60000, level, count(*) from log_lines group by 1, 2, 3;
