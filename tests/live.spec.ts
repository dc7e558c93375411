import { type Condition } from '@openvcloud/contract';
import { type Page } from '@playwright/test';
import { waitFor } from '../scripts/processes/waitFor';
import { JobsPage } from './pages/JobsPage';
import { expect, test } from './stack/fixtures';

const LAST_HOUR = 'from=now-1h&to=now&refresh=';
/** So few of them that a new one stays in sight. */
const SLOW_JOBS = `${LAST_HOUR}&var-cmd=slow&var-node=ovc-cpu-01`;
const SLOW_ON_NODE: Condition[] = [
  { field: 'cmd', operator: '=', values: ['slow'] },
  { field: 'nodeName', operator: '=', values: ['ovc-cpu-01'] },
];
const rowOf = (page: Page, guid: string) => page.getByRole('row').filter({ has: page.locator(`a[href*="${guid}"]`) });

test('the jobs table follows: a new job comes, and its row changes in its place', async ({ page, api }) => {
  const jobs = new JobsPage(page);
  await waitFor('a slow job on the node', async () => (await api.jobs(SLOW_ON_NODE)).items[0], { seconds: 90 });
  await jobs.open(SLOW_JOBS);
  await expect(page.locator('[data-live="live"]').first()).toBeVisible();
  const { guid } = await api.execute({ organization: 'jumpscale', name: 'slow', nid: 2 });
  const row = rowOf(page, guid);
  await expect(row).toContainText('RUNNING');
  await row.evaluate((element) => void Object.assign(element, { wasSeenRunning: true }));
  // It takes twenty seconds.
  await expect(row).toContainText('OK', { timeout: 60_000 });
  expect(await row.evaluate((element) => 'wasSeenRunning' in element)).toBe(true);
});

test('Pause holds the rows still and counts what is new; Live goes on', async ({ page, api }) => {
  const jobs = new JobsPage(page);
  await jobs.open(LAST_HOUR);
  await expect(page.locator('[data-live="live"]').first()).toBeVisible();
  await page.getByRole('button', { name: 'Pause' }).click();
  const { guid } = await api.execute({ organization: 'jumpscale', name: 'echo', nid: 2 });
  await expect(page.locator('[data-live="paused"]')).toHaveText(/\d+ new/);
  await expect(rowOf(page, guid)).toHaveCount(0);
  await page.getByRole('button', { name: 'Live', exact: true }).click();
  await expect(rowOf(page, guid)).toBeVisible();
});

test('without Grafana Live the list is asked for, and says so', async ({ page, api }) => {
  // Of the preview; of a Grafana.
  await page.route('**/api/live/**', (route) => route.fulfill({ status: 503 }));
  await page.routeWebSocket(/\/api\/live\/ws/, (socket) => socket.close());
  const jobs = new JobsPage(page);
  await jobs.open(LAST_HOUR);
  await expect(page.getByText(/^Not live: asked for every \d+ s$/)).toBeVisible();
  const { guid } = await api.execute({ organization: 'jumpscale', name: 'echo', nid: 2 });
  await expect(rowOf(page, guid)).toBeVisible();
});
