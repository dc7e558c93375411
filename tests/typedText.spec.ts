import { DASHBOARDS } from '../src/navigation/links';
import { JobsPage } from './pages/JobsPage';
import { expect, test } from './stack/fixtures';

const WORDS = 'want $node, ${state} and [[queue]] of ${__user.login}';

test('what a viewer types is looked for letter by letter, never replaced as a variable', async ({ page, api }) => {
  const { guid } = await api.execute({ organization: 'jumpscale', name: 'echo', nid: 1, args: { message: WORDS } });
  const jobs = new JobsPage(page);
  await jobs.open();
  const asked: string[] = [];
  page.on('request', (request) => request.url().includes('/api/ds/query') && asked.push(request.postData() ?? ''));

  await page.getByLabel('Search jobs').fill(WORDS);
  await expect(page).toHaveURL(/\.q=want/);
  await expect(async () => {
    await page.reload();
    await expect(jobs.rows).toHaveCount(1, { timeout: 3000 });
  }).toPass();
  await expect(jobs.rows.locator(`a[href*="${guid}"]`).first()).toBeVisible();
  expect(asked.some((body) => body.includes(JSON.stringify(WORDS).slice(1, -1)))).toBe(true);

  await page.getByLabel('Search jobs').fill('');
  await jobs.hasRows();
  await jobs.table.getByLabel('Filter Command').fill('$state');
  await jobs.table.getByLabel('Filter Command').press('Enter');
  await expect(page.getByText('No job matches')).toBeVisible();
});

test('a search in log lines finds what a job printed, dollars and all', async ({ page, api }) => {
  const { guid } = await api.execute({ organization: 'jumpscale', name: 'echo', nid: 1, args: { message: WORDS } });
  const { uid, slug } = DASHBOARDS.logs;
  await page.goto(`/d/${uid}/${slug}?from=now-1h&to=now`);
  await page.getByLabel('Search log lines').fill(WORDS);
  await expect(page).toHaveURL(/\.q=want/);
  const lines = page.getByRole('table', { name: 'Log lines' }).getByRole('row').filter({ hasText: 'want $node' });
  await expect(async () => {
    await page.reload();
    await expect(lines.locator(`a[href*="${guid}"]`).first()).toBeVisible({ timeout: 3000 });
  }).toPass();
});
