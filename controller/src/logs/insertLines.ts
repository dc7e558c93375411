import type { Queryable } from '../database/queryable';
import { storable } from '../text/storable';
import type { JobOfLine, StoredLine } from '../journal/storedLine';
import { lineRanges, notingLines } from '../journal/changes';

/** Stores lines, those of a job of one node. Columns travel as arrays, not as one parameter per value: a batch holds tens of thousands of lines. */
export async function insertLines(database: Queryable, gid: number, lines: readonly StoredLine[]): Promise<void> {
  if (lines.length === 0) {
    return;
  }
  await database.query(
    {
      text: notingLines(
        `insert into log_lines (gid, nid, job_guid, node_name, organization, cmd, app_name, time, seq, level, category, message, truncated_from, pid, tags)
             select $1, job.nid, job.guid, coalesce(job.node_name, (select name from nodes where gid = $1 and nid = job.nid)), job.organization, job.cmd, job.app_name, line.time, line.seq, line.level, line.category, line.message,
               line.truncated_from, line.pid, case when line.tags is null then '{}' else array(select json_array_elements_text(line.tags)) end
             from unnest($2::text[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::text[]) with ordinality as job (guid, nid, node_name, organization, cmd, app_name, number)
             join unnest($8::integer[], $9::bigint[], $10::bigint[], $11::smallint[], $12::text[], $13::text[], $14::bigint[], $15::integer[], $16::json[])
               as line (job, time, seq, level, category, message, truncated_from, pid, tags) on line.job = job.number
             on conflict do nothing`,
        17
      ),
      values: [gid, ...lineColumns(lines), JSON.stringify(lineRanges(lines))],
    },
    { name: 'insert_lines' }
  );
}

function lineColumns(lines: readonly StoredLine[]): unknown[] {
  const numbers = new Map<JobOfLine, number>();
  const nids: number[] = [];
  for (const { job, nid } of lines) {
    if (!numbers.has(job)) {
      numbers.set(job, numbers.size + 1);
      nids.push(nid);
    }
  }
  const jobs = [...numbers.keys()];
  return [
    jobs.map((job) => job.guid),
    nids,
    // Late lines of an attempt whose job is on another node by now have the name of the node that sends them.
    jobs.map((job, index) => (job.nid === nids[index] ? job.nodeName : null)),
    jobs.map((job) => job.organization),
    jobs.map((job) => job.cmd),
    jobs.map((job) => `agent:${job.queue}`),
    lines.map(({ job }) => numbers.get(job)),
    lines.map(({ line }) => line.time),
    lines.map(({ line }) => line.seq),
    lines.map(({ line }) => line.level),
    lines.map(({ line }) => storable(line.category)),
    lines.map(({ message }) => message),
    lines.map(({ truncatedFrom }) => truncatedFrom),
    lines.map(({ line }) => line.pid ?? null),
    lines.map(({ line }) =>
      line.tags === undefined || line.tags.length === 0 ? null : JSON.stringify(line.tags.map(storable))
    ),
  ];
}
