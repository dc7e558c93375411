-- Kinds of failures with what is known and was decided of them, for ever, and a narrow row per failed job, so that groups of any
-- window are counted without the jobs (docs/adr/0017).

create table failure_groups (
  gid              integer not null,
  id               integer generated always as identity,
  key              text collate "C" not null,
  signature        text collate "C" not null,
  -- When the first one became known, and the last of those whose rows are gone.
  first_seen       bigint not null,
  last_seen        bigint not null,
  first_guid       text collate "C" not null,
  first_script     text collate "C",
  first_version    integer,
  -- Merged for good into the group with this id; that one is merged into none.
  merged_into      integer,
  resolved_at      bigint,
  resolved_by      text,
  -- The version of its JumpScript then: what an older one still does is none of the fix's doing.
  resolved_version integer,
  ignored_at       bigint,
  ignored_by       text,
  ignored_until    bigint,
  ignored_count    bigint,
  ignored_per_hour bigint,
  -- Until its JumpScript has a version above this.
  ignored_version  integer,
  note             text,
  noted_by         text,
  noted_at         bigint,
  primary key (gid, key),
  unique (gid, id)
);
create index on failure_groups (gid, merged_into) where merged_into is not null;

create table failures (
  known        bigint not null,
  time_create  bigint not null,
  gid          integer not null,
  group_id     integer not null,
  nid          integer,
  version      integer,
  job_id       bigint not null,
  guid         text collate "C" not null,
  state        text collate "C" not null,
  queue        text collate "C" not null,
  organization text collate "C" not null,
  cmd          text collate "C" not null,
  source       text collate "C" not null,
  node_name    text collate "C",
  primary key (gid, time_create, guid)
);
create index on failures (known);
create index on failures (gid, group_id, known);

create function failure_key(signature text) returns text language sql immutable as $$
  select left(encode(sha256(convert_to(signature, 'UTF8')), 'hex'), 16)
$$;

-- A failure that is signed anew changes its group: the new one takes over what was known and decided of the former.
create function record_failures() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from new_rows where not is_live and error_signature is not null) then
    return null;
  end if;

  insert into failure_groups (gid, key, signature, first_seen, last_seen, first_guid, first_script, first_version,
    resolved_at, resolved_by, resolved_version, ignored_at, ignored_by, ignored_until, ignored_count, ignored_per_hour, ignored_version,
    note, noted_by, noted_at)
  select distinct on (n.gid, n.error_signature) n.gid, failure_key(n.error_signature), n.error_signature,
    least(o.first_seen, coalesce(n.time_known, n.time_stop, n.time_create)), 0,
    coalesce(o.first_guid, n.guid), coalesce(o.first_script, n.jumpscript_id), coalesce(o.first_version, n.jumpscript_version),
    o.resolved_at, o.resolved_by, o.resolved_version, o.ignored_at, o.ignored_by, o.ignored_until, o.ignored_count, o.ignored_per_hour,
    o.ignored_version, o.note, o.noted_by, o.noted_at
  from new_rows n
  left join failures f on f.gid = n.gid and f.time_create = n.time_create and f.guid = n.guid
  left join failure_groups o on o.gid = f.gid and o.id = f.group_id
  where not n.is_live and n.error_signature is not null
    and not exists (select 1 from failure_groups g where g.gid = n.gid and g.key = failure_key(n.error_signature))
  order by n.gid, n.error_signature, least(o.first_seen, coalesce(n.time_known, n.time_stop, n.time_create))
  on conflict do nothing;

  insert into failures as f (known, time_create, gid, group_id, nid, version, job_id, guid, state, queue, organization, cmd, source, node_name)
  select coalesce(n.time_known, n.time_stop, n.time_create), n.time_create, n.gid, g.id, n.nid, n.jumpscript_version, n.id, n.guid, n.state,
    n.queue, n.organization, n.cmd, n.source, n.node_name
  from new_rows n join failure_groups g on g.gid = n.gid and g.key = failure_key(n.error_signature)
  where not n.is_live and n.error_signature is not null
  on conflict (gid, time_create, guid) do update set group_id = excluded.group_id, known = excluded.known, state = excluded.state
  where (f.group_id, f.known, f.state) is distinct from (excluded.group_id, excluded.known, excluded.state);
  return null;
end $$;

create function forget_failures() returns trigger language plpgsql as $$
begin
  with gone as (
    delete from failures f using old_rows o
    where o.error_signature is not null and f.gid = o.gid and f.time_create = o.time_create and f.guid = o.guid
    returning f.gid, f.group_id, f.known
  )
  update failure_groups g set last_seen = greatest(g.last_seen, l.known)
  from (select gid, group_id, max(known) as known from gone group by 1, 2) l
  where g.gid = l.gid and g.id = l.group_id;
  return null;
end $$;

do $$
declare
  parent text;
begin
  foreach parent in array array['jobs', 'jobs_done'] loop
    execute format('create trigger record_inserted_failures after insert on %I referencing new table as new_rows
                    for each statement execute function record_failures()', parent);
    execute format('create trigger record_updated_failures after update on %I referencing new table as new_rows
                    for each statement execute function record_failures()', parent);
    execute format('create trigger forget_failures after delete on %I referencing old table as old_rows
                    for each statement execute function forget_failures()', parent);
  end loop;
end $$;

drop function forget_unresolved_of(date);
-- To be called in the transaction that drops a day of jobs_done, before it.
create function forget_failures_of(day date) returns void language plpgsql as $$
declare
  first bigint := (day - date '1970-01-01') * 86400000::bigint;
begin
  delete from unresolved_failures where time_create >= first and time_create < first + 86400000;
  with gone as (
    delete from failures where time_create >= first and time_create < first + 86400000 returning gid, group_id, known
  )
  update failure_groups g set last_seen = greatest(g.last_seen, l.known)
  from (select gid, group_id, max(known) as known from gone group by 1, 2) l
  where g.gid = l.gid and g.id = l.group_id;
end $$;

-- Of the jobs there already are.
insert into failure_groups (gid, key, signature, first_seen, last_seen, first_guid, first_script, first_version)
select distinct on (gid, error_signature) gid, failure_key(error_signature), error_signature,
  coalesce(time_known, time_stop, time_create), 0, guid, jumpscript_id, jumpscript_version
from jobs_done where error_signature is not null
order by gid, error_signature, coalesce(time_known, time_stop, time_create);

insert into failures (known, time_create, gid, group_id, nid, version, job_id, guid, state, queue, organization, cmd, source, node_name)
select coalesce(j.time_known, j.time_stop, j.time_create), j.time_create, j.gid, g.id, j.nid, j.jumpscript_version, j.id, j.guid, j.state,
  j.queue, j.organization, j.cmd, j.source, j.node_name
from jobs_done j join failure_groups g on g.gid = j.gid and g.key = failure_key(j.error_signature)
where j.error_signature is not null;
