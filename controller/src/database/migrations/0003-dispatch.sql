-- What dispatch asks of jobs_live beside handing out work.

-- Is a job of this JumpScript waiting or running on this node (no pile-up of periodic jobs)?
create index on jobs_live (gid, nid, jumpscript_id);

-- Whose lease ran out? An assigned job that has not started yet has one too.
drop index jobs_live_lease_until_idx;
create index on jobs_live (gid, lease_until) where session_id is not null;

-- Which retries have come due?
create index on jobs_live (gid, not_before) where state = 'SCHEDULED' and session_id is null and not_before > 0;
