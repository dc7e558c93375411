import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { resolve } from 'node:path';

const preview = resolve(__dirname, '../..');

function start(env: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/server/main.ts'], {
    cwd: preview,
    env: { PATH: process.env['PATH'], DIST_DIR: '/nowhere', PREVIEW_BACKEND: '/nowhere', ...env },
  });
  const output: string[] = [];
  child.stdout.on('data', (chunk) => output.push(String(chunk)));
  child.stderr.on('data', (chunk) => output.push(String(chunk)));
  return { child, output, ended: once(child, 'close') as Promise<[number | null]> };
}

test('says which port is busy and what to do, and ends', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const { output, ended } = start({ PORT: String(port) });
  const [code] = await ended;
  other.close();
  expect([code, output.join('')]).toEqual([1, expect.stringContaining(`port ${port} is busy. Set PORT`)]);
});

test('shows its page without plugin and backend, and ends when asked', async () => {
  const { child, output, ended } = start({ PORT: '0' });
  while (!/localhost:\d+/.test(output.join(''))) {
    await once(child.stdout, 'data');
  }
  const port = /localhost:(\d+)/.exec(output.join(''))?.[1];
  const page = await (await fetch(`http://127.0.0.1:${port}/`)).text();
  expect(page).toContain('No built plugin in /nowhere. Run `npm run build`');
  child.kill('SIGTERM');
  expect((await ended)[0]).toBe(0);
});
