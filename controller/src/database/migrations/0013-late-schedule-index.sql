-- Which jobs that the schedule made still wait for their node? Few of those that wait, and looked for every two seconds.
create index on jobs_live (gid, nid, time_create) where state = 'SCHEDULED' and session_id is null and username = 'schedule';
