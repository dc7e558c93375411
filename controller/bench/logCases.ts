import type { BenchCase } from './benchCase';
import { COMMON_WORD, longLog, RARE_WORD } from './seed';

const ABSENT_WORD = 'nowhere';

export function logCases(guid: string, allLines: number): BenchCase[] {
  const { lines, middle } = longLog(allLines);
  const own = `/api/v1/jobs/${guid}/logs?limit=200`;
  const of = `select time, seq, level, message from log_lines where gid = 1 and job_guid = '${guid}'`;
  return [
    { name: 'job', path: `/api/v1/jobs/${guid}`, sql: `select * from jobs where guid = '${guid}'` },
    { name: `log of ${lines} lines, start`, path: `${own}&count=false`, sql: `${of} order by time, seq limit 200` },
    {
      name: 'log, jump to a time in the middle',
      path: `${own}&count=false&startTime=${middle}`,
      sql: `${of} and time >= ${middle} order by time, seq limit 200`,
    },
    {
      name: 'log, jump to the line in the middle',
      path: `${own}&count=false&startSeq=${Math.floor(lines / 2)}`,
      sql: `${of} order by time, seq offset ${Math.floor(lines / 2)} limit 200`,
    },
    {
      name: 'log, end',
      path: `${own}&count=false&direction=backward`,
      sql: `${of} order by time desc, seq desc limit 200`,
    },
    ...[COMMON_WORD, RARE_WORD, ABSENT_WORD].flatMap((word) => [
      {
        name: `log, q=${word}`,
        path: `${own}&count=false&q=${word}`,
        sql: `${of} and message ilike '%${word}%' order by time, seq limit 200`,
      },
      {
        name: `all logs, q=${word}`,
        path: `/api/v1/logs?limit=200&count=false&q=${word}`,
        sql: `select * from log_lines where message ilike '%${word}%' order by time desc limit 200`,
      },
    ]),
    // No index knows levels: it answers with how far it came.
    {
      name: 'log, errors (none)',
      path: `${own}&count=false&filter=${encodeURIComponent('level|=|2')}`,
      sql: `${of} and level = 2 order by time, seq limit 200`,
    },
  ];
}
