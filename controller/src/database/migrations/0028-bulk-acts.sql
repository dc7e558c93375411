-- For whom a token acted, and why.
alter table audit_events add column on_behalf_of text collate "C";
alter table audit_events add column reason text;

-- Acts on many jobs: the jobs are chosen when one is prepared, so that the number a person confirms is the number acted on.
create table bulk_acts (
  gid          integer not null,
  guid         text collate "C" not null,
  action       text collate "C" not null,
  state        text collate "C" not null,
  asked        jsonb not null,
  total        integer not null,
  username     text collate "C" not null,
  role         text collate "C" not null,
  token_id     text collate "C" not null,
  ip           text not null,
  on_behalf_of text collate "C",
  reason       text,
  time_create  bigint not null,
  time_start   bigint,
  time_stop    bigint,
  -- When a part of it was done last: several take turns.
  worked_at    bigint,
  primary key (gid, guid)
);
create index on bulk_acts (gid, worked_at) where state = 'RUNNING';
create index on bulk_acts (gid, time_create);

create table bulk_act_jobs (
  gid         integer not null,
  act_guid    text collate "C" not null,
  place       integer not null,
  job_guid    text collate "C" not null,
  time_create bigint not null,
  outcome     text collate "C",
  primary key (gid, act_guid, place),
  foreign key (gid, act_guid) references bulk_acts (gid, guid) on delete cascade
);
create index on bulk_act_jobs (gid, act_guid, place) where outcome is null;
