-- A cloud of a thousand nodes has hundreds of thousands of groups, nearly all of the largest cube: a count of a small cube
-- must not pass over them, and one of a single node or command should find its few.
create index on job_count_groups (cube, node_name, cmd);
