import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

export interface CannedController {
  url: string;
  /** Milliseconds from a request's arrival to the last byte of its answer, of the latest one to a path. */
  took: (path: string) => number;
  close: () => void;
}

const EXAMPLES = join(__dirname, '..', '..', 'contract', 'examples');

/** Rows of an example, repeated until there are so many: what a page of that size weighs. */
function page(example: string, rows: number): Buffer {
  const list = JSON.parse(readFileSync(join(EXAMPLES, `${example}.json`), 'utf8')) as { items: object[] };
  const items = Array.from({ length: rows }, (_, index) => ({ ...list.items[index % list.items.length] }));
  return gzipSync(JSON.stringify({ ...list, items }));
}

/** Answers without thinking: what is left of a query's time is the backend's own. */
export async function startCannedController(rows: number): Promise<CannedController> {
  const file = (name: string) => gzipSync(readFileSync(join(EXAMPLES, `${name}.json`)));
  const answers = new Map<string, Buffer>([
    ['/api/v1/jobs', page('jobList', rows)],
    ['/api/v1/logs', page('logList', rows)],
    ['/api/v1/stats/jobs', file('jobCounts')],
    ['/api/v1/stats/durations', file('jobDurations')],
    ['/api/v1/nodes', file('nodeList')],
    ['/api/v1/queues', file('queueList')],
  ]);
  const times = new Map<string, number>();
  const server = createServer((request, response) => {
    const started = performance.now();
    const path = (request.url ?? '').split('?')[0] ?? '';
    response.on('finish', () => times.set(path, performance.now() - started));
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    response.end(answers.get(path) ?? '{}');
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    took: (path) => times.get(path) ?? 0,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
