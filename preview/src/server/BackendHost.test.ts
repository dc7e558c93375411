import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackendHost } from './BackendHost';

const folder = mkdtempSync(join(tmpdir(), 'preview-backend-'));
afterAll(() => rmSync(folder, { recursive: true }));

function program(name: string, code: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/usr/bin/env node\n${code}`);
  chmodSync(path, 0o755);
  return path;
}

const plugin = program('plugin', '');
const datasources = [
  { uid: 'x', name: 'X', type: 't', url: '', isDefault: true, jsonData: {}, secureJsonData: { token: 's' } },
];

function host(binary: string) {
  const said: string[] = [];
  return {
    said,
    backend: new BackendHost({ binary, pluginBinary: plugin, datasources, say: (message) => said.push(message) }),
  };
}

test('answers from the port the backend names, until it is stopped', async () => {
  const server = program(
    'server',
    `const s = require('http').createServer((q, r) => r.end(process.env.PREVIEW_DATASOURCES + process.env.PREVIEW_PLUGIN));
     s.listen(0, '127.0.0.1', () => console.log('answers on http://127.0.0.1:' + s.address().port));`
  );
  const { backend } = host(server);
  await backend.start();
  expect(backend.problem).toBeUndefined();
  const answer = await (await fetch(`http://127.0.0.1:${backend.port}/`)).text();
  expect(answer).toBe(JSON.stringify(datasources) + plugin);
  await backend.stop();
  await expect(fetch(`http://127.0.0.1:${backend.port}/`)).rejects.toThrow();
});

test('says that the backend ended, and how', async () => {
  const { backend, said } = host(program('broken', 'process.exit(3)'));
  await backend.start();
  expect(backend.problem).toMatch(/ended with code 3/);
  expect(said).toEqual([backend.problem]);
  await backend.stop();
});

test('says what to run when it has not been built', async () => {
  const { backend } = host(join(folder, 'missing'));
  await backend.start();
  expect(backend.problem).toMatch(/missing does not exist.*npm run build/);
});

test('kills a backend that does not end when asked', async () => {
  const { backend } = host(
    program(
      'stubborn',
      `process.on('SIGTERM', () => {}); console.log('http://127.0.0.1:1'); setInterval(() => {}, 1000);`
    )
  );
  await backend.start();
  await backend.stop();
  expect(backend.problem).toMatch(/SIGKILL/);
});
