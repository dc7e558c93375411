import { parseArgs } from 'node:util';

export interface BenchOptions {
  jobs: number;
  logs: number;
  /** Where its PostgreSQL lives; a folder that already holds this much is used as it is. */
  data: string;
  requests: number;
  clients: number;
}

export const HELP = `npm run bench:controller -- [options]

Seeds a PostgreSQL of its own with jobs of 30 days and log lines, then measures the controller's reads over HTTP.

  --jobs N      jobs (1000000)
  --logs N      log lines, up to 5000000 of them of one job (5000000)
  --data DIR    folder; kept, and used again when it holds as many (/tmp/openvcloud-bench-<jobs>-<logs>)
  --requests N  requests per line of the table (60)
  --clients N   of them at a time (2)
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
      data: { type: 'string' },
      requests: { type: 'string', default: '60' },
      clients: { type: 'string', default: '2' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    return null;
  }
  const [jobs, logs] = [number('jobs', values.jobs), number('logs', values.logs)];
  return {
    jobs,
    logs,
    data: values.data ?? `/tmp/openvcloud-bench-${jobs}-${logs}`,
    requests: number('requests', values.requests),
    clients: number('clients', values.clients),
  };
}
