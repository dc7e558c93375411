import { isTerminal } from '@openvcloud/contract';
import { waitFor } from '../scripts/processes/waitFor';
import { DASHBOARDS } from '../src/navigation/links';
import { JobsPage } from './pages/JobsPage';
import { type ControllerApi } from './stack/controllerApi';
import { expect, test } from './stack/fixtures';

/** Variables of the dashboard, of Grafana, and in the old way of writing. */
const WORDS = 'want $node, ${state} and [[queue]] of ${__user.login}';

async function jobThatSaysSo(api: ControllerApi): Promise<string> {
  const { guid } = await api.execute({ organization: 'jumpscale', name: 'echo', nid: 1, args: { message: WORDS } });
  await waitFor(`job ${guid} to end`, async () => isTerminal((await api.job(guid)).state), { seconds: 60 });
  return guid;
}

test('what a viewer types is looked for letter by letter, never replaced as a variable', async ({ page, api }) => {
  const guid = await jobThatSaysSo(api);
  const jobs = new JobsPage(page);
  await jobs.open('from=now-1h&to=now&refresh=');
  await page.getByLabel('Search jobs').fill(WORDS);
  await expect(jobs.rows).toHaveCount(1);
  await expect(jobs.rows.locator(`a[href*="${guid}"]`).first()).toBeVisible();

  await page.getByLabel('Search jobs').fill('');
  await expect(jobs.rows.nth(1)).toBeVisible();
  await jobs.table.getByLabel('Filter Command').fill('$state');
  await jobs.table.getByLabel('Filter Command').press('Enter');
  await expect(page.getByText('No job matches', { exact: true })).toBeVisible();
  await expect(jobs.rows).toHaveCount(0);
});

test('a search in log lines finds what a job printed, dollars and all', async ({ page, api }) => {
  await jobThatSaysSo(api);
  const { uid, slug } = DASHBOARDS.logs;
  await page.goto(`/d/${uid}/${slug}?from=now-1h&to=now`);
  await page.getByLabel('Search log lines').fill(WORDS);
  const lines = page.getByRole('table', { name: 'Log lines' }).getByRole('row');
  await expect(lines.filter({ hasText: `echo: ${WORDS}` }).first()).toBeVisible();
});

test('a filter of an address that there is not is told, and shows no row', async ({ page }) => {
  const jobs = new JobsPage(page);
  await jobs.open('from=now-1h&to=now&refresh=');
  await jobs.filterState('OK');
  await page.goto(page.url().replace('filter=state', 'filter=colour'));
  await expect(page.getByRole('alert')).toContainText('Expected one of guid');
  await expect(jobs.rows).toHaveCount(0);
  await page.getByRole('button', { name: /^Remove filter: Unknown filter/ }).click();
  await jobs.hasRows();
});
