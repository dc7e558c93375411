import { DASHBOARDS } from '../src/navigation/links';
import { waitFor } from '../scripts/processes/waitFor';
import { JobsPage } from './pages/JobsPage';
import { expect, test } from './stack/fixtures';

test.beforeAll(async ({ api }) => {
  await waitFor(
    'a job in ERROR',
    async () => (await api.jobs([{ field: 'state', operator: '=', values: ['ERROR'] }])).items[0],
    { seconds: 90 }
  );
});

test('a node of the queues leads to its page: what it measured, with its jobs marked on it', async ({ page }) => {
  await page.goto(`/d/${DASHBOARDS.queues.uid}/${DASHBOARDS.queues.slug}?from=now-15m&to=now`);
  const node = page.locator(`a[href*="${DASHBOARDS.node.uid}"][href*="var-node="]`).first();
  const name = (await node.textContent()) ?? '';
  await node.click();
  await expect(page).toHaveURL(new RegExp(`${DASHBOARDS.node.uid}.*var-node=${name}`));
  // With their figures: numbers came, not only titles.
  for (const series of [/CPU of programs.*%/, /Load 1 min.*\d/, /Memory used.*GiB/, /Disk used, \/.*%/]) {
    await expect(page.getByText(series).first()).toBeVisible();
  }
  await expect(page.getByText('No data', { exact: true })).toHaveCount(0);
});

test('Job Details leads to what its node did while the job ran, where the job is marked', async ({ page }) => {
  const jobs = new JobsPage(page);
  await jobs.open('from=now-1h&to=now&refresh=');
  await jobs.filterState('ERROR');
  await jobs.hasRows();
  await jobs.rows.first().locator('a[href*="var-guid="]').first().click();
  await page.getByRole('link', { name: 'while this job ran' }).click();
  await expect(page).toHaveURL(new RegExp(`${DASHBOARDS.node.uid}.*var-node=`));
  expect(new URL(page.url()).searchParams.get('from')).not.toBe('now-1h');
  await expect(page.getByRole('button', { name: / ERROR$/ }).first()).toBeVisible();
});

test('Job Details shows what its node did meanwhile: the job marked on the graphs, and what else ran, which leads there', async ({
  page,
}) => {
  const jobs = new JobsPage(page);
  await jobs.open('from=now-1h&to=now&refresh=');
  await jobs.filterState('ERROR');
  await jobs.hasRows();
  await jobs.rows.first().locator('a[href*="var-guid="]').first().click();
  await page.getByText('Its node meanwhile').scrollIntoViewIfNeeded();
  const load = page.getByRole('region', { name: 'Load' });
  await expect(load.getByText(/Load 1 min.*\d/)).toBeVisible();
  await expect(load.getByRole('button', { name: / ERROR$/ })).toBeVisible();
  const other = page.getByRole('region', { name: 'What else ran on this node' }).getByRole('link').first();
  const guid = new URLSearchParams((await other.getAttribute('href'))?.split('?')[1]).get('var-guid');
  // By key: a neighbour may lie over the edge of a short bar.
  await other.press('Enter');
  await expect(page).toHaveURL(new RegExp(`var-guid=${guid}`));
});
