import { DASHBOARDS, type DashboardName } from '../src/navigation/links';
import { expect, test } from './stack/fixtures';

const CONTENT: Record<Exclude<DashboardName, 'job' | 'jumpscript'>, RegExp> = {
  jobs: /All jobs/,
  jumpscripts: /check_disks/,
  logs: /Logs of all jobs/,
  failures: /Failure groups/,
  queues: /ovc-master|Queues per node/,
  node: /Failing JumpScripts/,
};

for (const [name, text] of Object.entries(CONTENT)) {
  test(`the dashboard ${name} shows real data without an error, wide and narrow`, async ({ page }) => {
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    const { uid, slug } = DASHBOARDS[name as DashboardName];
    for (const width of [1400, 400]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`/d/${uid}/${slug}`);
      await expect(page.getByText(text).first()).toBeVisible();
      await expect(page.getByText('No data', { exact: true })).toHaveCount(0);
    }
    expect(errors).toEqual([]);
  });
}

for (const name of ['job', 'jumpscript'] as const) {
  test(`the dashboard ${name} without a choice says what to do`, async ({ page }) => {
    const { uid, slug } = DASHBOARDS[name];
    await page.goto(`/d/${uid}/${slug}`);
    await expect(page.getByText(/choose|pick|select|open/i).first()).toBeVisible();
  });
}

test('Job Details without a guid says in every panel that no job is chosen', async ({ page }) => {
  const { uid, slug } = DASHBOARDS.job;
  await page.goto(`/d/${uid}/${slug}`);
  await expect(page.getByText('No job is chosen', { exact: true })).toHaveCount(2);
  await expect(page.getByText('This job wrote no log lines')).toHaveCount(0);
});

test('an unknown job is told as such', async ({ page }) => {
  const { uid, slug } = DASHBOARDS.job;
  await page.goto(`/d/${uid}/${slug}?var-guid=no-such-job`);
  await expect(page.getByText(/no-such-job|unknown job/i).first()).toBeVisible();
});
