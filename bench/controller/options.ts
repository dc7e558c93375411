import { parseArgs } from 'node:util';

export interface BenchOptions {
  jobs: number;
  logs: number;
  days: number;
  /** Where its PostgreSQL lives; a folder that this script filled with as much is used as it is. */
  data: string;
  requests: number;
  clients: number;
  /** Which lines, by group and name. */
  only: RegExp;
}

export const HELP = `npm run bench:controller -- [options]

Seeds a PostgreSQL of its own with jobs and log lines, then measures the reads of a controller process over
HTTP, in turns with the same questions in SQL through psql (PostgreSQL's client, which must be installed).

  --jobs N      jobs (1000000)
  --logs N      log lines, up to 5000000, 1000000 and 150000 of them of one job each (5000000)
  --days N      days they are of, the present one included (30)
  --data DIR    folder; kept, and used again (/tmp/openvcloud-bench-<jobs>-<logs>-<days>)
  --requests N  samples per line of the table, fewer where one takes long (100)
  --clients N   of them at a time (2)
  --only REGEX  only lines whose "group: name" matches; without exports unless they match, too
`;

export function readOptions(args: readonly string[]): BenchOptions | null {
  const number = (name: string, text: string) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < 1) {
      throw new Error(`Expected --${name} to be a whole number above 0, got "${text}".`);
    }
    return value;
  };
  const { values } = parseArgs({
    args: [...args],
    options: {
      jobs: { type: 'string', default: '1000000' },
      logs: { type: 'string', default: '5000000' },
      days: { type: 'string', default: '30' },
      data: { type: 'string' },
      requests: { type: 'string', default: '100' },
      clients: { type: 'string', default: '2' },
      only: { type: 'string', default: '' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    return null;
  }
  const [jobs, logs, days] = [number('jobs', values.jobs), number('logs', values.logs), number('days', values.days)];
  return {
    jobs,
    logs,
    days,
    data: values.data ?? `/tmp/openvcloud-bench-${jobs}-${logs}-${days}`,
    requests: number('requests', values.requests),
    clients: number('clients', values.clients),
    only: new RegExp(values.only),
  };
}
