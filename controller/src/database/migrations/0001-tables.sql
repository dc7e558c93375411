-- Every table of the Agent Controller. Times are epoch milliseconds, as in the API. The grid id is in every primary
-- key, so that the same tables can be distributed by it.

-- Jobs. A job is born in jobs_live and moves to jobs_done when it reaches a terminal state: PostgreSQL moves the row
-- because is_live is the partition key. So the busy part (dispatch, leases) stays small and lightly indexed, and a
-- row of the history is written once. Readers see one table.
create sequence job_id_seq;

create table jobs (
  gid                integer not null,
  is_live            boolean not null,
  time_create        bigint not null,
  guid               text collate "C" not null,
  id                 bigint not null default nextval('job_id_seq'),
  source             text collate "C" not null,
  nid                integer,
  node_name          text collate "C",
  organization       text collate "C" not null,
  category           text collate "C" not null,
  cmd                text collate "C" not null,
  jumpscript_id      text collate "C",
  jumpscript_version integer,
  jumpscript_hash    text collate "C",
  roles              text[] not null default '{}',
  -- Set while the job waits for the first free node with this role.
  wanted_role        text collate "C",
  queue              text collate "C" not null,
  state              text collate "C" not null,
  native_state       text collate "C" not null,
  -- JSON as text: a result may hold what jsonb refuses (\u0000) or would rewrite (number forms, key order).
  args               text not null default '{}',
  result             text,
  result_truncated   bigint,
  result_preview     text,
  result_code        integer,
  error_type         text collate "C",
  error_message      text,
  error_backtrace    text,
  error_file         text,
  error_line         integer,
  error_function     text,
  error_code         text,
  error_signature    text collate "C",
  time_start         bigint,
  time_stop          bigint,
  wait_ms            bigint generated always as (time_start - time_create) stored,
  run_ms             bigint generated always as (time_stop - time_start) stored,
  timeout_seconds    double precision not null,
  parent_guid        text collate "C",
  batch_guid         text collate "C",
  attempt            integer not null default 1,
  max_attempts       integer not null default 1,
  backoff_seconds    double precision not null default 0,
  -- A retry waits until then.
  not_before         bigint not null default 0,
  tags               text[] not null default '{}',
  username           text collate "C",
  log                boolean not null default true,
  log_lines          bigint not null default 0,
  dropped_lines      bigint not null default 0,
  session_id         text collate "C",
  lease_until        bigint,
  primary key (gid, is_live, time_create, guid),
  check (is_live = (state in ('SCHEDULED', 'RUNNING')))
) partition by list (is_live);

-- Rows of jobs_live are updated often: room on the page keeps those updates off the indexes.
create table jobs_live partition of jobs for values in (true) with (fillfactor = 70);
create index on jobs_live (guid);
create index on jobs_live (gid, nid, queue, time_create) where state = 'SCHEDULED' and nid is not null;
create index on jobs_live (gid, wanted_role, queue, time_create) where state = 'SCHEDULED' and nid is null;
create index on jobs_live (lease_until) where state = 'RUNNING';

-- The history, by day of creation; controller/src/database/partitions.ts makes the days.
create table jobs_done partition of jobs for values in (false) partition by range (time_create);
create table jobs_done_other partition of jobs_done default;

-- Log lines, by day of their time. Order within a job is (time, seq).
create table log_lines (
  gid            integer not null,
  time           bigint not null,
  job_guid       text collate "C" not null,
  seq            bigint not null,
  level          smallint not null,
  app_name       text collate "C" not null,
  category       text collate "C" not null,
  message        text not null,
  truncated_from bigint,
  nid            integer not null,
  node_name      text collate "C",
  organization   text collate "C" not null,
  cmd            text collate "C" not null,
  pid            integer,
  tags           text[] not null default '{}',
  primary key (gid, job_guid, time, seq)
) partition by range (time);
create table log_lines_other partition of log_lines default;

create table node_stats (
  gid   integer not null,
  nid   integer not null,
  name  text collate "C" not null,
  time  bigint not null,
  value double precision not null,
  primary key (gid, nid, name, time)
) partition by range (time);
create table node_stats_other partition of node_stats default;

create table nodes (
  gid           integer not null,
  nid           integer not null,
  name          text collate "C" not null,
  roles         text[] not null,
  addresses     text[] not null,
  status        text collate "C" not null default 'ENABLED',
  session_id    text collate "C" not null,
  agent_version text not null,
  workers       jsonb not null,
  registered_at bigint not null,
  last_seen     bigint not null,
  -- Latest value per stat, for the node list.
  stats         jsonb not null default '{}',
  stats_time    bigint,
  primary key (gid, nid)
);

-- Reports of an agent's spool up to last_seq are stored: sending them again changes nothing.
create table agent_spools (
  gid      integer not null,
  nid      integer not null,
  spool_id text collate "C" not null,
  last_seq bigint not null,
  primary key (gid, nid, spool_id)
);

create table jumpscript_sources (
  gid  integer not null,
  hash text collate "C" not null,
  text text not null,
  primary key (gid, hash)
);

-- One row per version; the highest version of an id is its current one.
create table jumpscripts (
  gid              integer not null,
  id               text collate "C" not null,
  version          integer not null,
  organization     text collate "C" not null,
  name             text collate "C" not null,
  is_current       boolean not null,
  is_deleted       boolean not null default false,
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
  timeout_seconds  double precision not null,
  args             jsonb not null,
  path             text not null,
  hash             text collate "C" not null,
  parse_error      text,
  created_at       bigint not null,
  primary key (gid, id, version)
);
create unique index on jumpscripts (gid, id) where is_current;

-- When each periodic JumpScript is due next on each node.
create table schedules (
  gid           integer not null,
  nid           integer not null,
  jumpscript_id text collate "C" not null,
  period        text not null,
  next_run      bigint not null,
  last_run      bigint,
  last_guid     text collate "C",
  -- Slots that passed while the node was away or the former job still ran: counted, never replayed.
  missed        bigint not null default 0,
  last_missed   bigint,
  primary key (gid, nid, jumpscript_id)
);
create index on schedules (next_run);

create table tokens (
  gid          integer not null,
  id           text collate "C" not null,
  name         text not null,
  role         text collate "C" not null,
  nid          integer,
  salt         bytea not null,
  hash         bytea not null,
  created_at   bigint not null,
  last_used_at bigint,
  primary key (gid, id)
);
