-- Failures that are alike, newest first; most jobs have none.
create index on jobs_done (error_signature, time_create) where error_signature is not null;

-- What does not occur independently: a command's jobs run about as long as each other, errors have results like each other.
-- Walking through the index of the one to find the other, PostgreSQL would pass by nearly all jobs. Failures are few.
create index on jobs_done (cmd, run_ms, time_create);
create index on jobs_done (state, result_preview, time_create) where state <> 'OK';
create index on jobs_done (state, run_ms, time_create) where state <> 'OK';
create index on jobs_done (state, cmd, time_create) where state <> 'OK';
create index on jobs_done (state, node_name, time_create) where state <> 'OK';
