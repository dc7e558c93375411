import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface BackendHost {
  /** Milliseconds until the answer was read. */
  query: (query: object) => Promise<number>;
  /** Memory of the data source's own process, in MB. */
  rss: () => number;
  /** Processor time of that process so far, in ms: it tells what a query costs also where others keep the processors busy. */
  cpuMs: () => number;
  stop: () => void;
}

const ROOT = join(__dirname, '..', '..');
const FROM = 1_763_796_400_000;
const TO = 1_763_800_000_000;

/** The built backend, behind the preview's host: gRPC on one side, HTTP as Grafana's on the other. */
export async function startBackend(plugin: string, controllerUrl: string): Promise<BackendHost> {
  const type = 'openvcloud-jobs-datasource';
  const host = spawn(join(ROOT, 'preview', 'bin', 'preview-backend'), {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: {
      PATH: process.env.PATH,
      PREVIEW_BACKEND_PORT: '0',
      PREVIEW_PLUGIN: plugin,
      PREVIEW_EXIT_WITH_STDIN: '1',
      PREVIEW_DATASOURCES: JSON.stringify([{ uid: 'jobs', name: 'Jobs', type, url: controllerUrl, jsonData: {} }]),
    },
  });
  const url = await new Promise<string>((resolve, reject) => {
    host.once('exit', (code) => reject(new Error(`the backend's host ended with ${code}; npm start builds it`)));
    host.stdout.on('data', (text: Buffer) => {
      const [, found] = /answers on (http:\S+)/.exec(text.toString()) ?? [];
      if (found !== undefined) {
        resolve(found);
      }
    });
  });
  return {
    query: async (query) => {
      const body = JSON.stringify({
        from: String(FROM),
        to: String(TO),
        queries: [{ refId: 'A', datasource: { uid: 'jobs', type }, maxDataPoints: 500, intervalMs: 10_000, ...query }],
      });
      const started = performance.now();
      const answer = await fetch(`${url}/api/ds/query`, { method: 'POST', body });
      const text = await answer.text();
      if (answer.status !== 200) {
        throw new Error(`expected an answer to ${JSON.stringify(query)}, got ${answer.status}: ${text.slice(0, 300)}`);
      }
      return performance.now() - started;
    },
    rss: () => {
      const [, kilobytes = '0'] =
        /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pluginOf(host.pid)}/status`, 'utf8')) ?? [];
      return Number(kilobytes) / 1024;
    },
    cpuMs: () => {
      // After the name, which may hold blanks: state is field 3, utime and stime 14 and 15, in ticks of 10 ms.
      const fields = readFileSync(`/proc/${pluginOf(host.pid)}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ');
      return (Number(fields[11]) + Number(fields[12])) * 10;
    },
    stop: () => host.stdin.end(),
  };
}

function pluginOf(host: number | undefined): string {
  return (
    execFileSync('pgrep', ['-P', String(host)], { encoding: 'utf8' })
      .trim()
      .split('\n')[0] ?? ''
  );
}
