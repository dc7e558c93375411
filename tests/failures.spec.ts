import { type Condition } from '@openvcloud/contract/src/filter';
import { waitFor } from '../scripts/processes/waitFor';
import { DASHBOARDS } from '../src/navigation/links';
import { JobsPage } from './pages/JobsPage';
import { expect, test } from './stack/fixtures';

test.beforeAll(async ({ api }) => {
  await waitFor(
    'a job in ERROR',
    async () => (await api.jobs([{ field: 'cmd', operator: '=', values: ['error'] }, FAILED])).items[0],
    { seconds: 90 }
  );
});

const FAILED: Condition = { field: 'state', operator: '=', values: ['ERROR'] };

test('a group of failures leads to its jobs and to no others, whatever its signature holds', async ({ page }) => {
  const { uid, slug } = DASHBOARDS.failures;
  await page.goto(`/d/${uid}/${slug}?from=now-1h&to=now&refresh=`);
  // The failing line is part of the signature: this one has per cents, quotes and brackets.
  await page
    .getByRole('link', { name: /^ResourceNotFound/ })
    .first()
    .click();
  const jobs = new JobsPage(page);
  await jobs.scrollTo();
  await jobs.hasRows();
  expect(new Set(await jobs.column('Command'))).toEqual(new Set(['error']));
});

test('the place of an error opens the JumpScript at that line, below its properties', async ({ page, api }) => {
  const [job] = (await api.jobs([{ field: 'cmd', operator: '=', values: ['error'] }, FAILED])).items;
  const { uid, slug } = DASHBOARDS.job;
  await page.goto(`/d/${uid}/${slug}?var-guid=${job?.guid}`);
  const place = page.getByRole('link', { name: /error\.py:\d+/ });
  const line = /:(\d+)/.exec((await place.textContent()) ?? '')?.[1] ?? '';
  await place.click();
  await expect(page.locator('[aria-current="true"]').filter({ hasText: line })).toBeInViewport();
});
