-- Indexes of the history, chosen by EXPLAIN on a month of jobs. Lists are ordered by (column, time_create, guid): an
-- index on the first two serves the column's filter and its sort, both ways, from any page; PostgreSQL sorts the few
-- rows that are equal in both by itself. Rows are written once, so each index is paid for once.
create index on jobs_done (guid);
create index on jobs_done (time_create);
create index on jobs_done (time_start, time_create);
create index on jobs_done (time_stop, time_create);
create index on jobs_done (state, time_create);
create index on jobs_done (cmd, time_create);
create index on jobs_done (organization, time_create);
create index on jobs_done (node_name, time_create);
create index on jobs_done (nid, time_create);
create index on jobs_done (queue, time_create);
create index on jobs_done (jumpscript_id, time_create);
create index on jobs_done (result_preview, time_create);
create index on jobs_done (wait_ms, time_create);
create index on jobs_done (run_ms, time_create);
create index on jobs_done (id);
create index on jobs_done (category, time_create);
create index on jobs_done (native_state, time_create);
create index on jobs_done (error_type, time_create);
create index on jobs_done (username, time_create);
create index on jobs_done (result_code, time_create);
create index on jobs_done (jumpscript_version, time_create);
create index on jobs_done (timeout_seconds, time_create);
create index on jobs_done (attempt, time_create);
create index on jobs_done (source, time_create);
create index on jobs_done (gid, time_create);
create index on jobs_done using gin (tags);
create index on jobs_done using gin (roles);
-- Few jobs have these.
create index on jobs_done (batch_guid) where batch_guid is not null;
create index on jobs_done (parent_guid) where parent_guid is not null;

-- Lines of all jobs by time; the primary key serves one job's.
create index on log_lines (time);
