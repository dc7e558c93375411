import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { DASHBOARDS } from '../../src/navigation/links';
import { findChromium } from '../check/chromium';

/**
 * Takes the documents' pictures from a running stack: `npm start`, wait for some jobs, then
 * `URL=http://localhost:3000 npm run pictures`. The pictures in the plugins' own `img` folders are cut from these by hand,
 * in 64 colours, because they are in every package.
 */
const root = resolve(__dirname, '..', '..');
const folder = join(root, 'docs', 'images');

interface Picture {
  file: string;
  /** Text that is there once the data is. */
  shows: string;
  open: (page: Page, url: string) => Promise<void>;
  width?: number;
  height?: number;
  theme?: 'light' | 'dark';
}

const PICTURES: readonly Picture[] = [
  { file: 'jobs.png', shows: 'check_disks', open: openDashboard('jobs') },
  { file: 'jobs-light.png', shows: 'check_disks', open: openDashboard('jobs'), theme: 'light' },
  { file: 'jobs-narrow.png', shows: 'All jobs', open: openDashboard('jobs'), width: 400, height: 900 },
  { file: 'job-details.png', shows: 'Traceback', open: openFailedJob, height: 1500 },
  { file: 'job-metrics.png', shows: 'Load 1 min', open: openJobMetrics, height: 820 },
  { file: 'jumpscripts.png', shows: 'check_disks', open: openDashboard('jumpscripts') },
  { file: 'jumpscript-details.png', shows: 'from JumpScale import j', open: openJumpScript, height: 1500 },
  { file: 'logs.png', shows: 'agent:', open: openDashboard('logs') },
  { file: 'queues.png', shows: 'hypervisor', open: openDashboard('queues') },
  { file: 'node.png', shows: 'Load 1 min', open: openDashboard('node'), height: 1500 },
];

function openDashboard(name: keyof typeof DASHBOARDS) {
  return async (page: Page, url: string): Promise<void> => {
    const { uid, slug } = DASHBOARDS[name];
    await page.goto(`${url}/d/${uid}/${slug}?from=now-15m&to=now`);
  };
}

/** The way a person goes: Jobs, only ERROR, the first one. */
async function openFailedJob(page: Page, url: string): Promise<void> {
  const { uid, slug } = DASHBOARDS.jobs;
  await page.goto(`${url}/d/${uid}/${slug}?from=now-15m&to=now&var-state=ERROR`);
  await page.locator(`a[href*="${DASHBOARDS.job.uid}"][href*="var-guid="]`).first().click();
  await page.waitForURL(/var-guid=/);
}

async function openJobMetrics(page: Page, url: string): Promise<void> {
  await openFailedJob(page, url);
  // A panel is there only while it can be seen.
  await page.getByText('Its node meanwhile').scrollIntoViewIfNeeded();
  await page.getByText('What else ran on this node').scrollIntoViewIfNeeded();
}

async function openJumpScript(page: Page, url: string): Promise<void> {
  await openFailedJob(page, url);
  await page.locator(`a[href*="${DASHBOARDS.jumpscript.uid}"][href*="var-jumpscript="]`).first().click();
  await page.waitForURL(/var-jumpscript=/);
}

async function take(browser: Browser, url: string, picture: Picture): Promise<void> {
  const { file, shows, open, width = 1400, height = 900, theme = 'dark' } = picture;
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: theme,
    timezoneId: 'UTC',
    locale: 'en-GB',
  });
  await page.addInitScript(`localStorage.setItem('preview.theme', '${theme}')`);
  await open(page, url);
  await page.getByText(shows).first().waitFor();
  // Icons come one by one after the content that shows them.
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(
    'document.querySelectorAll(\'[aria-busy="true"], [aria-label="Panel loading bar"]\').length === 0'
  );
  await page.screenshot({ path: join(folder, file) });
  await page.close();
  console.log(`docs/images/${file}`);
}

async function main(): Promise<void> {
  const url = process.env.URL ?? 'http://localhost:3000';
  mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({
    executablePath: await findChromium(process.env, root, console.log),
    args: ['--no-sandbox', '--disable-background-networking'],
  });
  for (const picture of PICTURES) {
    await take(browser, url, picture);
  }
  await browser.close();
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
