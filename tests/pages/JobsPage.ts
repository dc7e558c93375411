import { expect, type Locator, type Page } from '@playwright/test';
import { DASHBOARDS } from '../../src/navigation/links';

/** A dashboard's jobs table, found as a person finds it: by names and roles. */
export class JobsPage {
  readonly table: Locator;
  readonly total: Locator;
  readonly rows: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.table = page.getByRole('table', { name: 'Jobs', exact: true });
    this.total = page.getByRole('status').filter({ hasText: / of .*jobs|no jobs/i });
    this.rows = this.table.getByRole('row').filter({ has: page.locator('a[href*="var-guid="]') });
  }

  async open(query = 'from=now-1h&to=now'): Promise<void> {
    const { uid, slug } = DASHBOARDS.jobs;
    await this.page.goto(`/d/${uid}/${slug}?${query}`);
    // A Grafana whose front end the browser does not have yet takes its time, on a busy machine most of all.
    await expect(this.rows.first()).toBeVisible({ timeout: 60_000 });
    await this.isSettled();
  }

  /** Grafana draws a panel when it comes into sight; the mouse rests where no panel takes the wheel. */
  async scrollTo(): Promise<void> {
    await this.page.mouse.move((this.page.viewportSize()?.width ?? 100) - 5, 60);
    await expect(async () => {
      if (!(await this.table.isVisible())) {
        await this.page.mouse.wheel(0, 600);
      }
      await expect(this.table).toBeVisible({ timeout: 1000 });
    }).toPass();
  }

  async hasRows(): Promise<void> {
    await expect(this.rows.first()).toBeVisible();
    await this.isSettled();
  }

  /** No question is under way: what is shown is the answer to what the URL says. */
  async isSettled(): Promise<void> {
    await expect(this.table).toHaveAttribute('aria-busy', 'false');
  }

  async filterState(state: string): Promise<void> {
    const box = this.table.getByLabel('Filter State');
    await box.fill(state);
    await box.press('Enter');
    await expect(this.page).toHaveURL(new RegExp(`filter=state.*${state}`));
    await this.isSettled();
  }

  async sortBy(column: string): Promise<void> {
    await this.header(column).getByRole('button').click();
    await expect(this.header(column)).toHaveAttribute('aria-sort', /ascending|descending/);
    await this.isSettled();
  }

  header(column: string): Locator {
    return this.table.getByRole('columnheader', { name: column });
  }

  /** Texts of one column, top to bottom, of the rows in sight. */
  async column(name: string): Promise<string[]> {
    const names = await this.table.getByRole('columnheader').allInnerTexts();
    const index = names.findIndex((text) => text.trim() === name);
    expect(index, `a column "${name}" among ${names.join(', ')}`).toBeGreaterThanOrEqual(0);
    const rows = await this.rows.all();
    return Promise.all(rows.map((row) => row.getByRole('cell').nth(index).innerText()));
  }

  async goToPage(which: 'First' | 'Previous' | 'Next' | 'Last'): Promise<void> {
    await this.page.getByRole('button', { name: `${which} page` }).click();
    await this.isSettled();
  }

  isLastPage(): Promise<boolean> {
    return this.page.getByRole('button', { name: 'Next page' }).isDisabled();
  }
}
