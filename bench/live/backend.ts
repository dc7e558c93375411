import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = resolve(__dirname, '..', '..');

export interface Backend {
  url: string;
  stop(): Promise<void>;
}

/** The data source's backend as it is shipped, hosted as Grafana hosts it. */
export async function startBackend(folder: string, uid: string, url: string, token: string): Promise<Backend> {
  const [plugin, host] = [join(folder, 'gpx_jobs'), join(folder, 'preview-backend')];
  const env = { ...process.env, CGO_ENABLED: '0' };
  execFileSync('go', ['build', '-tags', 'arrow_json_stdlib', '-ldflags', '-s -w', '-o', plugin, './pkg'], {
    cwd: ROOT,
    env,
  });
  execFileSync('go', ['build', '-o', host, '.'], { cwd: join(ROOT, 'preview/backend'), env });
  const datasources = [
    { uid, name: 'Jobs', type: 'openvcloud-jobs-datasource', url, jsonData: {}, secureJsonData: { token } },
  ];
  const child = spawn(host, [], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      ...env,
      PREVIEW_BACKEND_PORT: '0',
      PREVIEW_EXIT_WITH_STDIN: '1',
      PREVIEW_PLUGIN: plugin,
      PREVIEW_DATASOURCES: JSON.stringify(datasources),
    },
  });
  const ended = once(child, 'exit');
  const failed = ended.then(([code]) => {
    throw new Error(`Expected the backend's host to say where it answers, it ended with ${String(code)}: see above.`);
  });
  const [line] = (await Promise.race([once(createInterface({ input: child.stdout }), 'line'), failed])) as [string];
  // From here on it ends when it is told to.
  failed.catch(() => undefined);
  return {
    url: /http:\/\/\S+/.exec(line)?.[0] ?? '',
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
