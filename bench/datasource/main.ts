import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { waitFor } from '../../scripts/processes/waitFor';
import { startBackend } from './backendHost';
import { startCannedController } from './cannedController';

/**
 * `npm run bench:datasource`: what the data source adds to the controller's answers, what it needs, and how much browsers load.
 * It measures what is built: `npm run package -- --here` or `npm start` builds it.
 */
const ROUNDS = 200;
const ROWS = 100;
const BURST = 100;
const LIMITS = { ownMs: 3, ownShare: 0.15, rssMb: 40, moduleBytes: 60_000 };
const ROOT = join(__dirname, '..', '..');
const say = (line: string) => process.stdout.write(`${line}\n`);

const CASES: ReadonlyArray<{ query: { queryType: string; limit?: number; groupBy?: string[] }; path: string }> = [
  { query: { queryType: 'jobs', limit: ROWS }, path: '/api/v1/jobs' },
  { query: { queryType: 'logs', limit: ROWS }, path: '/api/v1/logs' },
  { query: { queryType: 'jobCounts', groupBy: ['state'] }, path: '/api/v1/stats/jobs' },
  { query: { queryType: 'jobDurations' }, path: '/api/v1/stats/durations' },
  { query: { queryType: 'nodes' }, path: '/api/v1/nodes' },
  { query: { queryType: 'queues' }, path: '/api/v1/queues' },
];

async function main(): Promise<void> {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const plugin = join(ROOT, 'dist', 'datasource', `gpx_jobs_${process.platform}_${arch}`);
  if (!existsSync(plugin)) {
    throw new Error(`Expected a built backend at ${plugin}. Build it: npm run package -- --here`);
  }
  const misses = [...(await measureBackend(plugin)), ...measureModules(), ...countQueries()];
  misses.forEach((miss) => say(`MISSED ${miss}`));
  process.exitCode = misses.length > 0 ? 1 : 0;
}

async function measureBackend(plugin: string): Promise<string[]> {
  const controller = await startCannedController(ROWS);
  const backend = await startBackend(plugin, controller.url);
  const misses: string[] = [];
  try {
    say(
      '| query | controller p95 ms | with the data source p95 ms | its own p50 ms | p95 ms | its processor ms |\n|---|---:|---:|---:|---:|---:|'
    );
    for (const { query, path } of CASES) {
      const all: number[] = [];
      const theirs: number[] = [];
      const own: number[] = [];
      let cpuBefore = 0;
      for (let round = 0; round < ROUNDS + 20; round++) {
        cpuBefore = round === 20 ? backend.cpuMs() : cpuBefore;
        const total = await backend.query(query);
        if (round >= 20) {
          all.push(total);
          theirs.push(controller.took(path));
          own.push(total - controller.took(path));
        }
      }
      say(
        `| ${query.queryType} | ${[p(theirs, 0.95), p(all, 0.95), p(own, 0.5), p(own, 0.95), (backend.cpuMs() - cpuBefore) / ROUNDS].map((ms) => ms.toFixed(1)).join(' | ')} |`
      );
      if (p(own, 0.95) > Math.max(LIMITS.ownMs, LIMITS.ownShare * p(theirs, 0.95))) {
        misses.push(`${query.queryType}: own time expected at most ${LIMITS.ownMs} ms, got ${p(own, 0.95).toFixed(1)}`);
      }
    }
    await Promise.all(Array.from({ length: BURST }, () => backend.query({ queryType: 'jobs', limit: ROWS })));
    const atOnce = backend.rss();
    const rss = await waitFor(
      'the memory of a burst',
      async () => (backend.rss() <= LIMITS.rssMb ? backend.rss() : false),
      {
        seconds: 15,
      }
    ).catch(() => backend.rss());
    say(`RSS after ${BURST} lists of ${ROWS} jobs at once: ${atOnce.toFixed(1)} MB, and soon ${rss.toFixed(1)} MB`);
    return rss > LIMITS.rssMb ? [...misses, `RSS expected at most ${LIMITS.rssMb} MB, got ${rss.toFixed(1)}`] : misses;
  } finally {
    backend.stop();
    controller.close();
  }
}

function measureModules(): string[] {
  const dist = join(ROOT, 'dist');
  const modules = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('module.js'));
  say('| module.js | gzip bytes |\n|---|---:|');
  return modules.sort().flatMap((path) => {
    const bytes = gzipSync(readFileSync(join(dist, path)), { level: 9 }).length;
    say(`| ${path} | ${bytes} |`);
    return bytes > LIMITS.moduleBytes ? [`${path}: expected at most ${LIMITS.moduleBytes} bytes, got ${bytes}`] : [];
  });
}

interface Panel {
  title?: string;
  targets?: unknown[];
  panels?: Panel[];
}

/** A panel asks once where once would do: two stats of one question are one request. */
function countQueries(): string[] {
  const folder = join(ROOT, 'dist', 'dashboards');
  say('| dashboard | panels that ask | queries | most per panel |\n|---|---:|---:|---:|');
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()) {
    const { panels } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { panels: Panel[] };
    const counts = panels
      .flatMap((panel) => [panel, ...(panel.panels ?? [])])
      .map(({ targets }) => targets?.length ?? 0);
    const asking = counts.filter((count) => count > 0);
    const queries = asking.reduce((sum, count) => sum + count, 0);
    say(`| ${name} | ${asking.length} | ${queries} | ${Math.max(0, ...asking)} |`);
  }
  return [];
}

/** The value below which this share of them lies. */
function p(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
