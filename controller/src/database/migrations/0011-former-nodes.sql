-- The nodes that ran a job's earlier attempts, the latest last: what they still report of them is accepted from nobody else.
alter table jobs add column former_nids integer[] not null default '{}';
