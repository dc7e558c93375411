import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readProvisioning } from './readProvisioning';

const OWN = resolve(__dirname, '../../../provisioning');

const folders: string[] = [];
function newFolder(): string {
  folders.push(mkdtempSync(join(tmpdir(), 'preview-provisioning-')));
  return folders.at(-1) ?? '';
}
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

test('reads this repository the way Grafana would', () => {
  const env = { CONTROLLER_URL: 'http://127.0.0.1:4400', CONTROLLER_TOKEN: 'secret', DASHBOARDS_PATH: '/dashboards' };
  const { datasources, dashboardFolders, enabledApps, problems } = readProvisioning(OWN, env);
  expect(problems).toEqual([]);
  expect(dashboardFolders).toEqual(['/dashboards']);
  expect(enabledApps).toEqual(['openvcloud-jobs-app']);
  expect(datasources.length).toBe(1);
  expect(datasources[0]).toMatchObject({
    uid: 'openvcloud-jobs',
    url: 'http://127.0.0.1:4400',
    secureJsonData: { token: 'secret' },
  });
});

test('says which file is broken and reads the others', () => {
  const folder = newFolder();
  for (const kind of ['datasources', 'dashboards', 'plugins']) {
    mkdirSync(join(folder, kind));
  }
  writeFileSync(join(folder, 'datasources/a.yaml'), 'datasources: [');
  writeFileSync(join(folder, 'datasources/b.yml'), 'datasources: [{name: B, type: x}]');
  const { datasources, problems } = readProvisioning(folder, {});
  expect(datasources.map(({ uid }) => uid)).toEqual(['B']);
  expect(problems.length).toBe(1);
  expect(problems[0] ?? '').toMatch(/a\.yaml was not read/);
});

test('says which folder is missing', () => {
  const { problems } = readProvisioning('/nowhere', {});
  expect(problems[0] ?? '').toMatch(/\/nowhere\/datasources .* PROVISIONING_DIR/);
});
