-- Nothing may enter the day between counting and dropping it. Dropping needs the same locks; taken here, in the same order.
create or replace function count_day_out(day regclass) returns void language plpgsql as $$
begin
  lock table only jobs_done in access exclusive mode;
  execute format('lock table %s in access exclusive mode', day);
  execute format('insert into job_count_deltas
    select gid, by.is_stop, by.time / 60000 * 60000, state, queue, organization, category, cmd, source, nid, node_name, -count(*)
    from %s cross join lateral (values (false, time_create), (true, time_stop)) as by (is_stop, time)
    where by.time is not null
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11', day);
end $$;
