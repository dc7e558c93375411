-- Null when a JumpScript declares no timeout: then the queue that a job runs in says how long it may. What is stored so far is
-- the own queue's number in that case; reading the folder puts the current versions right.
alter table jumpscripts alter column timeout_seconds drop not null;
