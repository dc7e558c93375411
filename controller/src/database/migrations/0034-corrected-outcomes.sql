-- A job of another controller that had ended may be told otherwise: with another state, place or time. What was kept of it is then kept
-- of what it is now, and what an OK made good that is none any more is to be made good again.
drop trigger forget_corrected on jobs;
drop function forget_corrected();
drop trigger forget_mended on jobs;
drop function forget_mended();

-- Both run before what records ends: triggers run by their names.
create function correct_unresolved() returns trigger language plpgsql as $$
declare
  taken record;
begin
  if not exists (select 1 from old_rows where not is_live and source <> 'controller') then
    return null;
  end if;

  -- A full join is never a nested loop, which of a thousand rows and a thousand takes seconds.
  with told as materialized (
    select o.gid, o.time_create, o.guid,
      o.source <> 'controller' and not o.is_live and o.state in ('ERROR', 'TIMEOUT') as was_failure,
      not n.is_live and n.state in ('ERROR', 'TIMEOUT')
        and (n.nid, n.cmd, n.organization, n.time_stop) is not distinct from (o.nid, o.cmd, o.organization, o.time_stop) as is_same
    from old_rows o full join new_rows n on n.gid = o.gid and n.time_create = o.time_create and n.guid = o.guid)
  delete from unresolved_failures u using told
  where told.was_failure and told.is_same is not true and u.gid = told.gid and u.time_create = told.time_create and u.guid = told.guid;

  -- An OK that was taken back. When its script was last OK is said by the jobs that are kept: of the others nothing is known any more.
  for taken in
    with told as materialized (
      select o.gid, o.cmd, o.organization, o.source, o.nid, coalesce(o.time_stop, o.time_create) as ended,
        o.source <> 'controller' and not o.is_live and o.state = 'OK' as was_ok,
        not n.is_live and n.state = 'OK' and (n.nid, n.cmd, n.organization) is not distinct from (o.nid, o.cmd, o.organization)
          and coalesce(n.time_stop, n.time_create) >= coalesce(o.time_stop, o.time_create) as is_still
      from old_rows o full join new_rows n on n.gid = o.gid and n.time_create = o.time_create and n.guid = o.guid)
    select gid, cmd, organization, source, nid, max(ended) as ended from told where was_ok and is_still is not true group by 1, 2, 3, 4, 5
  loop
    update last_oks l set ended = coalesce(
      (select max(coalesce(j.time_stop, j.time_create)) from jobs_done j
       where j.gid = taken.gid and j.cmd = taken.cmd and j.organization = taken.organization and j.source = taken.source
         and j.nid is not distinct from taken.nid and j.state = 'OK'), 0)
    where l.gid = taken.gid and l.cmd = taken.cmd and l.organization = taken.organization and l.source = taken.source
      and l.node = coalesce(taken.nid, -1) and l.ended <= taken.ended;
    continue when not found;

    insert into unresolved_failures (gid, time_create, guid, time_stop, nid, cmd, organization, source, chain_guid)
    select gid, time_create, guid, coalesce(time_stop, time_create), nid, cmd, organization, source, coalesce(chain_guid, guid)
    from jobs_done f
    where f.gid = taken.gid and f.cmd = taken.cmd and f.organization = taken.organization and f.source = taken.source
      and (f.nid is null or f.nid = taken.nid) and f.state in ('ERROR', 'TIMEOUT') and coalesce(f.time_stop, f.time_create) < taken.ended
      and not was_ok_later(f.gid, f.cmd, f.organization, f.source, f.nid, coalesce(f.time_stop, f.time_create))
    on conflict do nothing;
  end loop;

  -- Where they are now; those that are there already stay.
  insert into unresolved_failures (gid, time_create, guid, time_stop, nid, cmd, organization, source, chain_guid)
  select gid, time_create, guid, coalesce(time_stop, time_create), nid, cmd, organization, source, coalesce(chain_guid, guid)
  from new_rows where not is_live and state in ('ERROR', 'TIMEOUT') and source <> 'controller'
    and not was_ok_later(gid, cmd, organization, source, nid, coalesce(time_stop, time_create))
  on conflict do nothing;
  return null;
end $$;
create trigger correct_unresolved after update on jobs referencing old table as old_rows new table as new_rows
  for each statement execute function correct_unresolved();

create function correct_failures() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from old_rows where not is_live and error_signature is not null) then
    return null;
  end if;

  delete from failures f using old_rows o
  where o.error_signature is not null and f.gid = o.gid and f.time_create = o.time_create and f.guid = o.guid
    and not exists (select 1 from new_rows n where n.gid = o.gid and n.time_create = o.time_create and n.guid = o.guid
                    and n.error_signature is not null);

  update failures f set nid = n.nid, node_name = n.node_name, queue = n.queue, organization = n.organization, cmd = n.cmd
  from new_rows n
  where f.gid = n.gid and f.time_create = n.time_create and f.guid = n.guid
    and (f.nid, f.node_name, f.queue, f.organization, f.cmd) is distinct from (n.nid, n.node_name, n.queue, n.organization, n.cmd);
  return null;
end $$;
create trigger correct_failures after update on jobs referencing old table as old_rows new table as new_rows
  for each statement execute function correct_failures();

-- Kept twice: with the time of creation that was told first, too.
delete from failures f where f.source <> 'controller'
  and not exists (select 1 from jobs_done j where j.gid = f.gid and j.time_create = f.time_create and j.guid = f.guid);
