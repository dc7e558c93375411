-- JumpScripts' texts have limits since this version. Jobs of one beyond them that have not ended could not: no index of the
-- history takes them.
update jobs_live set
  category = left(category, 200),
  roles = array(select left(role, 100) from unnest(roles) as role limit 100)
where length(category) > 200 or cardinality(roles) > 100 or exists (select 1 from unnest(roles) as role where length(role) > 100);
