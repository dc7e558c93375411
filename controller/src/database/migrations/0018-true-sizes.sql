-- What was cut or left out of what a job left behind is told: true sizes in bytes, and why log lines are missing.
alter table jobs
  add column error_message_truncated bigint,
  add column error_backtrace_truncated bigint,
  add column dropped_because text[] not null default '{}';
