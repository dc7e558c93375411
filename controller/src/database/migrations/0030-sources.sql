-- Jobs, log lines, nodes and JumpScripts of other controllers, brought here by a bridge (docs/adr/0016).

-- Who brings them: one source is one legacy controller. `home` is the grid whose controller its bridge speaks to; grid and node
-- ids of its rows are the source's own.
create table sources (
  name         text collate "C" primary key,
  home         integer not null,
  kind         text collate "C" not null,
  period_ms    bigint not null,
  first_seen   bigint not null,
  last_contact bigint not null,
  -- One bridge at a time: another one is refused until the hold has run out.
  holder       text not null,
  held_until   bigint not null,
  created      bigint not null default 0,
  changed      bigint not null default 0,
  -- As the bridge told it last, JSON; and what it wants to be told when it starts again.
  status       text,
  state        text
);

-- What was purged or dropped here does not come back when a source tells of it again: [from_time, to_time) of creation (jobs)
-- or of the line. home null: of every source.
create table removed_spans (
  home      integer,
  kind      text collate "C" not null,
  from_time bigint not null,
  to_time   bigint not null
);
create index on removed_spans (kind, to_time);

alter table jobs
  -- What the job is called at its source.
  add column native_id text collate "C",
  -- Fields that its source does not tell: they hold an empty value, which is not what the job had.
  add column unknown_fields text[] not null default '{}',
  -- What had to be changed, or could not be read, on its way here.
  add column notes text[] not null default '{}',
  -- Of all that was told of it last: told again, it changes nothing.
  add column told_hash text collate "C";
create index on jobs_done (native_id) where native_id is not null;
create index on jobs_live (source, native_id) where native_id is not null;

-- Dispatch looks for jobs of its own only, however many wait at other controllers.
drop index jobs_live_gid_nid_queue_time_create_idx;
drop index jobs_live_gid_wanted_role_queue_time_create_idx;
create index on jobs_live (gid, nid, queue, time_create) where state = 'SCHEDULED' and nid is not null and source = 'controller';
create index on jobs_live (gid, wanted_role, queue, time_create) where state = 'SCHEDULED' and nid is null and source = 'controller';

alter table log_lines
  add column source text collate "C" not null default 'controller',
  -- The source's own word for the level, where that is another.
  add column native_level text collate "C";

create table bridged_nodes (
  source        text collate "C" not null,
  gid           integer not null,
  nid           integer not null,
  name          text collate "C" not null,
  roles         text[] not null,
  addresses     text[] not null,
  status        text collate "C" not null,
  native_status text collate "C",
  last_seen     bigint not null,
  registered_at bigint not null,
  primary key (source, gid, nid)
);

-- The same columns as jumpscripts, and the source's text.
create table bridged_jumpscripts (
  source           text collate "C" not null,
  gid              integer not null,
  id               text collate "C" not null,
  version          integer not null,
  organization     text collate "C" not null,
  name             text collate "C" not null,
  declared_version text not null,
  category         text collate "C" not null,
  descr            text not null,
  author           text not null,
  license          text not null,
  roles            text[] not null,
  queue            text collate "C" not null,
  period           text,
  startatboot      boolean not null,
  async            boolean not null,
  log              boolean not null,
  enable           boolean not null,
  run_order        integer not null,
  timeout_seconds  double precision,
  args             jsonb not null,
  path             text not null,
  text             text,
  updated_at       bigint not null,
  primary key (source, gid, id)
);

-- Every JumpScript of every source, current versions.
create view all_jumpscripts as
select 'controller'::text collate "C" as source, gid, id, version, organization, name, is_current, is_deleted, declared_version, category, descr, author, license,
  roles, queue, period, startatboot, async, log, enable, run_order, timeout_seconds, args, path, hash, parse_error, notices, created_at
from jumpscripts
union all
select source, gid, id, version, organization, name, true, false, declared_version, category, descr, author, license,
  roles, queue, period, startatboot, async, log, enable, run_order, timeout_seconds, args, path, '', null, '{}', updated_at
from bridged_jumpscripts;

-- The source that a bridge's token speaks for.
alter table tokens add column source text collate "C";

-- A job of another controller may end otherwise later: what is no failure any more is not one to make good.
create function forget_corrected() returns trigger language plpgsql as $$
begin
  delete from unresolved_failures u using old_rows o
  where not o.is_live and o.state in ('ERROR', 'TIMEOUT') and o.source <> 'controller'
    and u.gid = o.gid and u.time_create = o.time_create and u.guid = o.guid
    and not exists (select 1 from new_rows n where n.gid = o.gid and n.time_create = o.time_create and n.guid = o.guid
                    and not n.is_live and n.state in ('ERROR', 'TIMEOUT'));
  return null;
end $$;
create trigger forget_corrected after update on jobs referencing old table as old_rows new table as new_rows
  for each statement execute function forget_corrected();
