-- Counts of weeks and of four weeks (levels 13, 14, 23, 24... of controller/src/counts/countCubes.ts), from those of days. What is not folded
-- yet goes into them with the next fold.
insert into job_counts (is_stop, level, start, gid, group_id, count)
select is_stop, level + 3, start / 10080 * 10080, gid, group_id, sum(count)
from job_counts where level in (10, 20, 30, 40) group by 1, 2, 3, 4, 5
union all
select is_stop, level + 4, start / 40320 * 40320, gid, group_id, sum(count)
from job_counts where level in (10, 20, 30, 40) group by 1, 2, 3, 4, 5;
