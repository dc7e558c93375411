-- A job of another controller may end otherwise later: what is no failure any more is in no group.
create function forget_mended() returns trigger language plpgsql as $$
begin
  if exists (select 1 from old_rows where not is_live and error_signature is not null) then
    delete from failures f using old_rows o join new_rows n on n.gid = o.gid and n.time_create = o.time_create and n.guid = o.guid
    where o.error_signature is not null and n.error_signature is null
      and f.gid = o.gid and f.time_create = o.time_create and f.guid = o.guid;
  end if;
  return null;
end $$;
create trigger forget_mended after update on jobs referencing old table as old_rows new table as new_rows
  for each statement execute function forget_mended();
