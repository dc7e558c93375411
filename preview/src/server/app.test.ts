import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp, type PreviewParts } from './app';
import { readPlugins } from './readPlugins';

const root = mkdtempSync(join(tmpdir(), 'preview-app-'));
const headers = { host: 'localhost:3000' };

function write(path: string, content: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), content);
}

write(
  'dist/plugin.json',
  JSON.stringify({ id: 'x-jobs-app', type: 'app', name: 'X', info: { logos: { small: 'img/a.svg' } } })
);
write('dist/module.js', 'app');
write('dist/panels/one/plugin.json', JSON.stringify({ id: 'x-one-panel', type: 'panel', name: 'One' }));
write('dist/panels/one/module.js', 'panel one');
write('dashboards/a.json', JSON.stringify({ uid: 'a', title: 'A </script>', panels: [] }));
write('bundle/main.js', 'main');
write('icons/unicons/apps.svg', '<svg/>');
write('more/unicons/spinner.svg', '<svg></svg>');
write('secret.txt', 'secret');

let upstream: Server;
let seen: Array<{ url: string | undefined; body: string }>;

beforeAll(async () => {
  upstream = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      seen.push({ url: request.url, body });
      response.writeHead(400, { 'content-type': 'application/json' }).end('{"results":{}}');
    });
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => (seen = []));
afterAll(() => {
  upstream.close();
  rmSync(root, { recursive: true });
});

function app(backend: Partial<PreviewParts['backend']> = {}) {
  return buildApp({
    grafanaVersion: '13.2.2',
    provisioning: {
      datasources: [
        {
          uid: 'd',
          name: 'D',
          type: 't',
          url: 'http://secret.example',
          isDefault: true,
          jsonData: {},
          secureJsonData: { token: 'sesame' },
        },
      ],
      dashboardFolders: [join(root, 'dashboards')],
      enabledApps: ['x-jobs-app'],
      problems: [],
    },
    readPlugins: (problems) => readPlugins(join(root, 'dist'), problems),
    backend: { port: (upstream.address() as AddressInfo).port, problem: undefined, ...backend },
    bundleDir: join(root, 'bundle'),
    iconsDirs: [join(root, 'icons'), join(root, 'more')],
  });
}

test.each([
  ['/public/plugins/x-jobs-app/module.js', 'app'],
  ['/public/plugins/x-one-panel/module.js', 'panel one'],
  ['/preview/main.js', 'main'],
  ['/public/build/img/icons/unicons/apps.svg', '<svg/>'],
  ['/public/build/img/icons/unicons/spinner.svg', '<svg></svg>'],
])('serves %s', async (url, content) => {
  const answer = await app().inject({ url, headers });
  expect([answer.statusCode, answer.body]).toEqual([200, content]);
});

test.each(['/public/plugins/x-jobs-app/..%2f..%2fsecret.txt', '/public/plugins/nobody/module.js', '/api/unknown'])(
  'answers %s with 404 or 403 and a message, never with a file',
  async (url) => {
    const answer = await app().inject({ url, headers });
    expect([403, 404]).toContain(answer.statusCode);
    expect(answer.json()).toHaveProperty('message');
  }
);

test('gives every address of the app the page, without URL or token of a data source', async () => {
  const answer = await app().inject({ url: '/d/a/anything?from=now-1h', headers });
  expect(answer.headers['content-type']).toMatch('text/html');
  expect(answer.body).toContain('"x-one-panel"');
  expect(answer.body).not.toMatch(/sesame|secret\.example/);
});

test('lets no title end the script it is written in', async () => {
  const { body } = await app().inject({ url: '/', headers });
  expect(body).toContain('A \\u003c/script>');
  expect(body).not.toContain('A </script>');
});

test('gives a dashboard by its uid, and says when there is none', async () => {
  expect((await app().inject({ url: '/api/dashboards/uid/a', headers })).json()).toMatchObject({
    dashboard: { uid: 'a' },
  });
  const missing = await app().inject({ url: '/api/dashboards/uid/nope', headers });
  expect([missing.statusCode, missing.json()]).toEqual([
    404,
    { message: 'No dashboard with the uid nope is provisioned.' },
  ]);
});

test.each([
  '/api/ds/query?requestId=1',
  '/api/datasources/uid/d/resources/values/state',
  '/api/datasources/uid/d/health',
])('passes %s on as it came, and the answer back', async (url) => {
  const server = app();
  await server.listen({ port: 0, host: '127.0.0.1' });
  const { port } = server.server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}${url}`, {
    method: 'POST',
    body: '{"queries":[]}',
    headers: { 'content-type': 'application/json' },
  });
  expect([answer.status, await answer.json()]).toEqual([400, { results: {} }]);
  expect(seen).toEqual([{ url, body: '{"queries":[]}' }]);
  await server.close();
});

test('says why no data source answers', async () => {
  const answer = await app({ problem: 'Not built.' }).inject({
    method: 'POST',
    url: '/api/ds/query',
    headers,
    payload: '{}',
  });
  expect([answer.statusCode, answer.json()]).toEqual([502, { message: 'Not built.' }]);
  expect((await app({ problem: 'Not built.' }).inject({ url: '/', headers })).body).toContain('Not built.');
});

test.each(['evil.example', 'localhost.evil.example'])('refuses a request for the name %j', async (host) => {
  const answer = await app().inject({ url: '/', headers: { host } });
  expect(answer.statusCode).toBe(403);
});
