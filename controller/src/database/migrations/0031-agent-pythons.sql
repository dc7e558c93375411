-- Which Python an agent runs JumpScripts with. Null: it is of a former version, and does not say.
alter table nodes add column python_version text collate "C";
alter table nodes add column python_path text collate "C";
