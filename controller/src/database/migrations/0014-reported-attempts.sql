-- The attempts whose end their agents reported although it was not the job's end: noted in its log, once.
alter table jobs add column reported_attempts integer[] not null default '{}';
