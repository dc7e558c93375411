-- What changed, for those who follow live (docs/adr/0008): noted in the transaction that changes it, read in order of id.

create sequence change_id_seq;
-- From now on last_value is below every id that will be drawn, also below the first.
select setval('change_id_seq', 1);

-- A few minutes of changes: written to one slot after the other, and a slot is emptied before its turn comes again.
create table changes (
  slot  smallint not null,
  id    bigint not null,
  gid   integer not null,
  -- JSON arrays: jobs as the change left them; ranges of log lines that were stored.
  jobs  text,
  lines text
) partition by list (slot);
create table changes_0 partition of changes for values in (0);
create table changes_1 partition of changes for values in (1);
create table changes_2 partition of changes for values in (2);
create table changes_3 partition of changes for values in (3);
create index on changes (id);

-- Changes up to this id may have been emptied.
create table changes_emptied (id bigint not null);
insert into changes_emptied values (1);

-- The slot that is written at that time.
create function change_slot(at timestamptz) returns smallint language sql immutable as $$
  select (floor(extract(epoch from at) / 150)::bigint % 4)::smallint
$$;

-- The lock says "I am about to draw an id above this one", until the transaction has ended; change_horizon looks for it.
create function note_changes(of_gid integer, of_jobs text, of_lines text) returns void language plpgsql as $$
begin
  if of_jobs is not null or of_lines is not null then
    perform pg_advisory_xact_lock_shared((20291::bigint << 48) | last_value) from change_id_seq;
    insert into changes values (change_slot(clock_timestamp()), nextval('change_id_seq'), of_gid, of_jobs, of_lines);
  end if;
end $$;

-- Changes up to here have been committed or never will be: none can appear below it any more. Whoever drew an id up to
-- last_value held its lock before: it still does, or its transaction has ended. To be called before the statement that reads.
create function change_horizon() returns bigint language plpgsql as $$
declare
  last bigint;
  oldest bigint;
begin
  select last_value into last from change_id_seq;
  select min(((classid::bigint & 65535) << 32) | objid::bigint) into oldest from pg_locks
  where locktype = 'advisory' and objsubid = 1 and classid::bigint >> 16 = 20291
    and database = (select oid from pg_database where datname = current_database());
  return least(last, oldest);
end $$;

-- Empties the slot whose turn is next, long before its turn: nobody writes there now.
create function empty_old_changes(at timestamptz) returns boolean language plpgsql as $$
declare
  next text := 'changes_' || change_slot(at + interval '150 seconds');
  is_filled boolean;
begin
  if floor(extract(epoch from at))::bigint % 150 > 75 then
    return false;
  end if;
  execute format('select exists (select 1 from %I)', next) into is_filled;
  if not is_filled then
    return false;
  end if;
  -- A reader holds its lock for milliseconds; all others would wait behind us.
  set local lock_timeout = '5s';
  execute format('lock table %I in access exclusive mode', next);
  execute format('update changes_emptied set id = greatest(id, (select max(id) from %I))', next);
  execute format('truncate %I', next);
  return true;
end $$;
