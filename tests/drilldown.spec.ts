import { DASHBOARDS } from '../src/navigation/links';
import { waitFor } from '../scripts/processes/waitFor';
import { JobsPage } from './pages/JobsPage';
import { expect, test } from './stack/fixtures';

test.beforeAll(async ({ api }) => {
  // The periodic JumpScripts make every state by themselves; a fresh stack needs a moment for the first TIMEOUT.
  for (const state of ['OK', 'ERROR', 'TIMEOUT']) {
    await waitFor(
      `a job in ${state}`,
      async () => (await api.jobs([{ field: 'state', operator: '=', values: [state] }])).items[0],
      { seconds: 90 }
    );
  }
});

test('the Jobs dashboard lists jobs in every state that occurred', async ({ page }) => {
  const jobs = new JobsPage(page);
  await jobs.open();
  for (const state of ['OK', 'ERROR', 'TIMEOUT']) {
    await expect(page.getByText(state, { exact: true }).first()).toBeVisible();
  }
  await expect(jobs.total.first()).toContainText(/of [\d,]+ jobs/);
});

test('from a failed job to its result, backtrace and logs, to the source, its jobs, and back to the filtered list', async ({
  page,
}) => {
  const jobs = new JobsPage(page);
  await jobs.open('from=now-1h&to=now&refresh=');
  await jobs.filterState('ERROR');
  await jobs.hasRows();
  expect(new Set(await jobs.column('State'))).toEqual(new Set(['ERROR']));

  const row = jobs.rows.filter({ has: page.getByRole('link', { name: 'error', exact: true }) }).first();
  await row.locator('a[href*="var-guid="]').first().click();
  await expect(page).toHaveURL(new RegExp(`${DASHBOARDS.job.uid}.*var-guid=`));
  await expect(page.getByText('ResourceNotFound').first()).toBeVisible();
  await expect(page.getByLabel('Backtrace')).toContainText('Traceback (most recent call last)');
  const executed = page.getByRole('region', { name: 'Source as executed' });
  await executed.scrollIntoViewIfNeeded();
  await expect(executed.locator('[aria-current="true"]')).toContainText('raise ResourceNotFound');
  await expect(executed.locator('[aria-current="true"]')).toBeInViewport();
  const logs = page.getByRole('table', { name: 'Log lines' });
  await expect(logs.getByRole('row').filter({ hasText: 'preparing machine' }).first()).toBeVisible();

  await page.getByRole('link', { name: 'jumpscale:error' }).first().click();
  await expect(page).toHaveURL(new RegExp(`${DASHBOARDS.jumpscript.uid}.*var-jumpscript=jumpscale`));
  await expect(page.getByRole('region', { name: 'Source of jumpscale:error' })).toContainText(
    'from JumpScale import j'
  );
  const itsJobs = new JobsPage(page);
  await itsJobs.scrollTo();
  await itsJobs.hasRows();
  expect(new Set(await itsJobs.column('Command'))).toEqual(new Set(['error']));

  await page.goBack();
  await expect(page.getByLabel('Backtrace')).toBeVisible();
  await page.goBack();
  // The URL also tells the row one came from.
  await expect(page).toHaveURL(/filter=state.*ERROR.*row=/);
  await jobs.hasRows();
  expect(new Set(await jobs.column('State'))).toEqual(new Set(['ERROR']));
});

const SORTED_COLUMNS = [
  'Organization',
  'Category',
  'Command',
  'State',
  'Queue',
  'Node',
  'Wait',
  'Run',
  'Result',
  'Time start',
];

test('each column sorts all jobs, not the page', async ({ page, api }) => {
  const jobs = new JobsPage(page);
  // A range that has ended: its rows do not move while the test looks at them.
  await jobs.open(`from=${Date.now() - 3_600_000}&to=${Date.now()}&refresh=`);
  for (const column of SORTED_COLUMNS) {
    await jobs.sortBy(column);
    await expect(page).toHaveURL(/\.sort=/);
    await jobs.hasRows();
  }
  await jobs.sortBy('Command');
  const shown = await jobs.column('Command');
  const isDescending = (await jobs.header('Command').getAttribute('aria-sort')) === 'descending';
  const { items } = await api.jobs([], { sort: isDescending ? '-cmd' : 'cmd', limit: '1' });
  expect(shown[0]).toBe(items[0]?.cmd);
  expect(shown).toEqual([...shown].sort((a, b) => (isDescending ? compare(b, a) : compare(a, b))));
});

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

test('paging reaches the last page, and Last goes there at once', async ({ page, api }) => {
  // As many jobs as make a few pages, however many there are in an hour.
  const { items } = await api.jobs([], { sort: '-timeCreate', limit: '25' });
  const jobs = new JobsPage(page);
  await jobs.open(`from=${items.at(-1)?.timeCreate}&to=${items[0]?.timeCreate}&refresh=`);
  await page.getByLabel('Records per page').selectOption('10');
  await jobs.isSettled();
  let pages = 1;
  while (!(await jobs.isLastPage()) && pages < items.length) {
    await jobs.goToPage('Next');
    pages++;
  }
  expect(await jobs.isLastPage()).toBe(true);
  expect(pages).toBeGreaterThan(1);
  const last = await jobs.column('Time start');
  await jobs.goToPage('First');
  await jobs.goToPage('Last');
  expect(await jobs.column('Time start')).toEqual(last);
});
