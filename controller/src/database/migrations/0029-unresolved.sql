-- Which failures were not made good since, kept as jobs end (docs/adr/0015), so that lists and counts of them read no other jobs.

-- The first job of those that re-run each other; null: this one re-runs none.
alter table jobs add column chain_guid text collate "C";
create index on jobs_done (chain_guid) where chain_guid is not null;

create temporary table chains on commit drop as
with recursive up (guid, root, depth) as (
  select guid, parent_guid, 1 from jobs where parent_guid is not null
  union all
  select up.guid, p.parent_guid, depth + 1 from up join jobs p on p.guid = up.root
  where p.parent_guid is not null and depth < 1000
)
select distinct on (guid) guid, root from up order by guid, depth desc;
update jobs j set chain_guid = c.root from chains c where j.guid = c.guid;

-- When a script was last OK on a node. It outlives its job: what was made good stays so when jobs are deleted.
create table last_oks (
  ended        bigint not null,
  gid          integer not null,
  -- -1: the job does not tell its node.
  node         integer not null,
  cmd          text collate "C" not null,
  organization text collate "C" not null,
  source       text collate "C" not null,
  primary key (gid, cmd, organization, source, node)
) with (fillfactor = 70);

create table unresolved_failures (
  time_create  bigint not null,
  time_stop    bigint not null,
  gid          integer not null,
  nid          integer,
  guid         text collate "C" not null,
  -- Its own guid where it re-runs none.
  chain_guid   text collate "C" not null,
  cmd          text collate "C" not null,
  organization text collate "C" not null,
  source       text collate "C" not null,
  primary key (gid, time_create, guid)
);
create index on unresolved_failures (gid, cmd, organization, source, nid);
create index on unresolved_failures (chain_guid);

create function is_unresolved(gid integer, state text, time_create bigint, guid text) returns boolean language sql stable as $$
  select state in ('ERROR', 'TIMEOUT') and exists (
    select 1 from unresolved_failures u where u.gid = $1 and u.time_create = $3 and u.guid = $4)
$$;

-- Who ends jobs of one script and node does so one after the other: each locks the row of last_oks first, so that of a failure
-- and a later OK that end at the same moment one sees the other.
create function record_unresolved() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from new_rows where not is_live) then
    return null;
  end if;

  insert into last_oks as l (gid, cmd, organization, source, node, ended)
  select gid, cmd, organization, source, coalesce(nid, -1), max(case when state = 'OK' then coalesce(time_stop, time_create) else 0 end)
  from new_rows where not is_live and state in ('OK', 'ERROR', 'TIMEOUT')
  group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
  on conflict (gid, cmd, organization, source, node) do update set ended = greatest(l.ended, excluded.ended);

  -- A failure that reached no node is made good on any.
  delete from unresolved_failures u
  using (select gid, cmd, organization, source, nid, max(coalesce(time_stop, time_create)) as ended
         from new_rows where not is_live and state = 'OK' group by 1, 2, 3, 4, 5) as ok
  where u.gid = ok.gid and u.cmd = ok.cmd and u.organization = ok.organization and u.source = ok.source
    and (u.nid is null or u.nid = ok.nid) and u.time_stop < ok.ended;

  if tg_op = 'INSERT' then
    insert into unresolved_failures (gid, time_create, guid, time_stop, nid, cmd, organization, source, chain_guid)
    select gid, time_create, guid, coalesce(time_stop, time_create), nid, cmd, organization, source, coalesce(chain_guid, guid)
    from new_rows n where not is_live and state in ('ERROR', 'TIMEOUT')
      and not was_ok_later(gid, cmd, organization, source, nid, coalesce(time_stop, time_create))
    on conflict do nothing;
  else
    insert into unresolved_failures (gid, time_create, guid, time_stop, nid, cmd, organization, source, chain_guid)
    select gid, time_create, guid, coalesce(time_stop, time_create), nid, cmd, organization, source, coalesce(chain_guid, guid)
    from new_rows n where not is_live and state in ('ERROR', 'TIMEOUT')
      -- What changes of a job that had ended makes it no new failure.
      and not exists (select 1 from old_rows o where o.gid = n.gid and o.time_create = n.time_create and o.guid = n.guid
                      and not o.is_live and o.state in ('ERROR', 'TIMEOUT'))
      and not was_ok_later(gid, cmd, organization, source, nid, coalesce(time_stop, time_create))
    on conflict do nothing;
  end if;

  -- Who re-runs a job knows how it ended: what was asked for later counts, by whichever node's clock.
  if exists (select 1 from new_rows where not is_live and chain_guid is not null) then
    delete from unresolved_failures u using new_rows n, jobs ok
    where not n.is_live and n.chain_guid is not null
      and u.gid = n.gid and u.chain_guid = n.chain_guid
      and ok.gid = n.gid and not ok.is_live and ok.chain_guid = n.chain_guid and ok.state = 'OK' and ok.time_create > u.time_create;
  end if;
  return null;
end $$;

create function was_ok_later(gid integer, cmd text, organization text, source text, nid integer, stopped bigint)
returns boolean language plpgsql stable as $$
begin
  return exists (select 1 from last_oks l where l.gid = $1 and l.cmd = $2 and l.organization = $3 and l.source = $4
                 and l.node = coalesce($5, -1) and l.ended > $6)
    or $5 is null and exists (select 1 from last_oks l where l.gid = $1 and l.cmd = $2 and l.organization = $3 and l.source = $4
                              and l.ended > $6);
end $$;

create function forget_unresolved() returns trigger language plpgsql as $$
begin
  delete from unresolved_failures u using old_rows o
  where o.state in ('ERROR', 'TIMEOUT') and u.gid = o.gid and u.time_create = o.time_create and u.guid = o.guid;
  return null;
end $$;

do $$
declare
  parent text;
begin
  foreach parent in array array['jobs', 'jobs_done'] loop
    execute format('create trigger record_inserted_unresolved after insert on %I referencing new table as new_rows
                    for each statement execute function record_unresolved()', parent);
    execute format('create trigger record_updated_unresolved after update on %I referencing old table as old_rows new table as new_rows
                    for each statement execute function record_unresolved()', parent);
    execute format('create trigger forget_unresolved after delete on %I referencing old table as old_rows
                    for each statement execute function forget_unresolved()', parent);
  end loop;
end $$;

-- To be called in the transaction that drops a day of jobs_done, before it.
create function forget_unresolved_of(day date) returns void language plpgsql as $$
declare
  first bigint := (day - date '1970-01-01') * 86400000::bigint;
begin
  delete from unresolved_failures where time_create >= first and time_create < first + 86400000;
end $$;

-- Of the jobs there already are.
insert into last_oks (gid, cmd, organization, source, node, ended)
select gid, cmd, organization, source, coalesce(nid, -1), max(coalesce(time_stop, time_create))
from jobs_done where state = 'OK' group by 1, 2, 3, 4, 5
on conflict (gid, cmd, organization, source, node) do update set ended = excluded.ended;

insert into unresolved_failures (gid, time_create, guid, time_stop, nid, cmd, organization, source, chain_guid)
select gid, time_create, guid, coalesce(time_stop, time_create), nid, cmd, organization, source, coalesce(chain_guid, guid)
from jobs_done f where state in ('ERROR', 'TIMEOUT')
  and not was_ok_later(gid, cmd, organization, source, nid, coalesce(time_stop, time_create))
on conflict do nothing;

delete from unresolved_failures u using jobs_done ok
where ok.gid = u.gid and ok.chain_guid = u.chain_guid and ok.state = 'OK' and ok.time_create > u.time_create;
