import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readDashboards } from './readDashboards';

const folders: string[] = [];
function newFolder(): string {
  folders.push(mkdtempSync(join(tmpdir(), 'preview-dashboards-')));
  return folders.at(-1) ?? '';
}
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

test('lists the shipped dashboards with the links Grafana gives them', () => {
  const problems: string[] = [];
  const dashboards = readDashboards([resolve(__dirname, '../../../src/dashboards')], problems);
  expect(problems).toEqual([]);
  const entry = dashboards.find(({ uid }) => uid === 'openvcloud-job');
  expect({ title: entry?.title, url: entry?.url }).toEqual({
    title: 'Job Details',
    url: '/d/openvcloud-job/job-details',
  });
});

test('says which file is no dashboard and lists the others', () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'a.json'), '{');
  writeFileSync(join(folder, 'b.json'), '{"title":"no uid"}');
  writeFileSync(join(folder, 'c.json'), '{"uid":"c","title":"C & D"}');
  const problems: string[] = [];
  const dashboards = readDashboards([folder], problems);
  expect(dashboards.map(({ url }) => url)).toEqual(['/d/c/c-d']);
  expect(problems.map((problem) => problem.includes('a.json'))).toEqual([true, false]);
  expect(problems[1] ?? '').toMatch(/b\.json was not read.*uid/);
});

test('says what to do when the folder is missing', () => {
  const problems: string[] = [];
  expect(readDashboards(['/nowhere'], problems)).toEqual([]);
  expect(problems[0] ?? '').toMatch(/\/nowhere.*npm run build/);
});
