import type { JsonValue } from '@openvcloud/contract';
import { asObject, wholeOf } from '../texts/parseJson';
import { Page } from './page';
import { LOGIN_PAGE, PortalError, type Portal } from './portal';

/** A row of the portal's table of jobs: which job, when it was made (epoch s), and what it looked like. */
export interface TableRow {
  guid: string;
  created: number | null;
  /** Changes when the job does, as far as the table shows it. */
  look: string;
}

const PAGE_PATH = '/grid/Jobs';
const LIST_PATH = '/restmachine/system/contentmanager/modelobjectlist';
const GONE = 410;

/** The only list of jobs with a time range and pages. Its key is made with a page, and forgotten when the portal starts again. */
export class JobTable {
  private readonly portal: Portal;
  private key: string | undefined;

  constructor(portal: Portal) {
    this.portal = portal;
  }

  /** May this account open the page? Others are answered 403, or the login page. */
  async isOpen(): Promise<boolean> {
    try {
      this.key ??= await this.readKey();
      return true;
    } catch (error) {
      if (error instanceof PortalError && (error.status === 403 || error.message.includes(LOGIN_PAGE))) {
        return false;
      }
      throw error;
    }
  }

  /** Jobs made at or after `since` (epoch s; null: those without that time), the oldest first. */
  async rows(since: number | null, start: number, length: number): Promise<TableRow[]> {
    try {
      return await this.ask(since, start, length);
    } catch (error) {
      if (!(error instanceof PortalError) || error.status !== GONE) {
        throw error;
      }
      this.key = undefined;
      return this.ask(since, start, length);
    }
  }

  private async ask(since: number | null, start: number, length: number): Promise<TableRow[]> {
    this.key ??= await this.readKey();
    const query = new URLSearchParams({
      namespace: 'system',
      category: 'job',
      key: this.key,
      sEcho: '1',
      iDisplayStart: String(start),
      iDisplayLength: String(length),
      // The first visible column; the hidden one before it is counted here, and not in sSearch.
      iSortCol_0: '1',
      iSortingCols: '1',
      sSortDir_0: 'asc',
      bSortable_1: 'true',
      bSearchable_0: 'true',
      sSearch_0: since === null ? '{"$exists":false}' : JSON.stringify({ $gte: since }),
    });
    const answer = asObject(await this.portal.json(LIST_PATH, query));
    const data = answer?.['data'];
    if (!Array.isArray(data)) {
      throw PortalError.answered(LIST_PATH, 200, 'no table of rows');
    }
    return data.flatMap((row) => toRow(row) ?? []);
  }

  private async readKey(): Promise<string> {
    const page = await this.portal.page(PAGE_PATH);
    const [, address] = /["']?sAjaxSource["']?\s*:\s*["']([^"']+)["']/.exec(page) ?? [];
    const key =
      address === undefined ? null : new URL(address.replaceAll('&amp;', '&'), 'http://portal').searchParams.get('key');
    if (key === null) {
      throw PortalError.answered(PAGE_PATH, 200, 'a page without its table');
    }
    return key;
  }
}

/** Pure. Cells are HTML: the first that people see has when the job was made, one of them links to the job. */
function toRow(row: JsonValue): TableRow | undefined {
  if (!Array.isArray(row)) {
    return undefined;
  }
  const cells = row.slice(1).map((cell) => (typeof cell === 'string' ? cell : JSON.stringify(cell)));
  const guid = cells.map(guidOf).find((found) => found !== undefined);
  const [time] = new Page(cells[0] ?? '').values('data-ts');
  return guid === undefined
    ? undefined
    : { guid, created: wholeOf({ time: Number(time ?? 0) }, 'time') || null, look: cells.slice(1).join('|') };
}

function guidOf(cell: string): string | undefined {
  return new Page(cell)
    .values('href')
    .flatMap((link) => /job\?id=([0-9a-zA-Z_]+)/.exec(link)?.[1] ?? [])
    .at(0);
}
