import { type Page } from '@playwright/test';
import { expect, test } from './stack/fixtures';
import { JobsPage } from './pages/JobsPage';

const QUERIES = /\/api\/ds\/query/;

/** Every query is refused as by a controller that hangs, until `mend` is called. */
async function hang(page: Page): Promise<() => Promise<void>> {
  const message = 'The Agent Controller takes requests and answers none.';
  await page.route(QUERIES, (route) => {
    const { queries } = route.request().postDataJSON() as { queries: Array<{ refId: string }> };
    const results = Object.fromEntries(queries.map(({ refId }) => [refId, { error: message, status: 504 }]));
    return route.fulfill({ status: 400, json: { results } });
  });
  return () => page.unroute(QUERIES);
}

test('a controller that hangs leaves rows and counts under a message that says as of when', async ({ page }) => {
  const jobs = new JobsPage(page);
  await jobs.open('from=now-1h&to=now&refresh=5s');
  const before = await jobs.column('Command');
  const mend = await hang(page);
  const message = page.getByRole('alert').filter({ hasText: /What is shown is as of \d\d:\d\d:\d\d\./ });
  await expect(message).toBeVisible();
  // The message takes the room of a row or two.
  expect((await jobs.column('Command')).length).toBeGreaterThan(before.length - 3);
  await mend();
  await expect(message).toBeHidden();
});

test('a controller that takes longer than the refresh interval is shown all the same', async ({ page }) => {
  await page.route(QUERIES, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 8000));
    await route.continue().catch(() => undefined);
  });
  await new JobsPage(page).open('from=now-1h&to=now&refresh=5s');
});
