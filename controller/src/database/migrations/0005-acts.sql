-- What people do to jobs, and the trail it leaves.

-- Somebody asked for the end of a job that its agent holds. Told = its agent's long poll has said so; heartbeats
-- repeat it until the job has ended.
alter table jobs add column cancel_at bigint;
alter table jobs add column cancel_told boolean not null default false;
create index on jobs_live (gid, nid) where cancel_at is not null;
create index on jobs_live (batch_guid) where batch_guid is not null;

-- A schedule that is not wanted now (JumpScript disabled, node decommissioned) keeps what it has counted.
alter table schedules add column is_active boolean not null default true;

create table audit_events (
  gid        integer not null,
  id         bigint generated always as identity,
  time       bigint not null,
  username   text collate "C" not null,
  role       text collate "C" not null,
  token_id   text collate "C",
  ip         text,
  action     text collate "C" not null,
  target     text collate "C" not null,
  outcome    text collate "C" not null,
  details    jsonb not null,
  request_id text,
  primary key (gid, time, id)
);
create index on audit_events (gid, target, time);

-- Answers by the key their caller chose, so that a repeated request is answered, not done again.
create table idempotency_keys (
  gid        integer not null,
  token_id   text collate "C" not null,
  key        text collate "C" not null,
  request    text collate "C" not null,
  answer     text,
  created_at bigint not null,
  primary key (gid, token_id, key)
);
create index on idempotency_keys (created_at);
