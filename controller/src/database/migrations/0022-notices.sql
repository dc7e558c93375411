-- What will go wrong with a JumpScript that can be read, and whether it may be planned: what is known to fail in every slot
-- is not. Reading the folder fills both in for the current versions.
alter table jumpscripts
  add column notices text[] not null default '{}',
  add column is_plannable boolean not null default true;
