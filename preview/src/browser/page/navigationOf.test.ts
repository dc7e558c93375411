import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { navigationOf } from './navigationOf';

const manifest = JSON.parse(readFileSync(resolve(__dirname, '../../../../src/plugin.json'), 'utf8')) as Record<
  string,
  unknown
>;

test("shows the app's pages in the order of its plugin.json", () => {
  const app = { id: 'openvcloud-jobs-app', type: 'app' as const, name: 'OpenvCloud Jobs', meta: manifest };
  const [section] = navigationOf({ plugins: [app], dashboards: [] });
  expect(section?.title).toBe('OpenvCloud Jobs');
  expect(section?.items[0]).toMatchObject({ title: 'Jobs', url: expect.stringMatching(/^\/d\/openvcloud-jobs/) });
  expect(section?.items.every(({ url }) => url.startsWith('/'))).toBe(true);
});

test('falls back to the dashboards while the app is not built', () => {
  const dashboards = [{ uid: 'x', title: 'X', tags: [], url: '/d/x/x' }];
  expect(navigationOf({ plugins: [], dashboards })[0]?.items).toEqual([{ title: 'X', url: '/d/x/x', icon: 'apps' }]);
});
