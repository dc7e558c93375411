import type { BridgedNode, SourceSpan } from '@openvcloud/contract';
import { withGap } from '../runner/gap';
import type { Pass, Passed, Receiver, SourceReader } from '../runner/sourceReader';
import { vanished } from '../runner/vanished';
import { asObject, parseJson, textOf, textsOf, wholeOf, type JsonObject } from '../texts/parseJson';
import type { JobTable, TableRow } from './jobTable';
import { readJobWindows, rowsOf } from './jobWindows';
import type { Portal } from './portal';
import { toJob } from './toJob';

const JOBS_PATH = '/restmachine/system/gridmanager/getJobs';
const NODES_PATH = '/restmachine/system/gridmanager/getNodes';
/** Rows of a page of the table; it has no limit of its own. */
const PAGE = 500;
/** Guids that are asked for together: an answer has 200 rows at most, and an address is not endless. */
const GUIDS = 40;
/** Jobs without log come with their end, under the time they were made: windows overlap by more than the longest. */
const OVERLAP_S = 2 * 3600;
const AC1_KEEPS = { ms: 5 * 86_400_000, words: 'AC1 keeps jobs for five days' };

interface State {
  lastPass: number | null;
  /** The youngest time of creation that was read, by the source's clock, epoch s. */
  newest: number;
  lost: SourceSpan[];
}

/** AC1 through the tables of its portal: which jobs there are and what changed, then those by guid. */
export class Ac1Reader implements SourceReader {
  readonly kind = 'ac1';
  private readonly portal: Portal;
  private readonly table: JobTable;
  private kept: State = { lastPass: null, newest: 0, lost: [] };
  /** What the rows of the overlap looked like when they were last read. */
  private looks = new Map<string, { look: string; created: number }>();

  constructor(portal: Portal, table: JobTable) {
    this.portal = portal;
    this.table = table;
  }

  restore(state: string | null): void {
    const read = asObject(parseJson(state ?? 'null')) as Partial<State> | undefined;
    this.kept = { lastPass: read?.lastPass ?? null, newest: read?.newest ?? 0, lost: read?.lost ?? [] };
    this.looks = new Map();
  }

  state(): string {
    return JSON.stringify(this.kept);
  }

  close(): Promise<void> {
    return this.portal.close();
  }

  async pass({ receiver, open, now }: Pass): Promise<Passed> {
    const isBackfill = this.kept.lastPass === null;
    const nids = await this.readNodes(receiver);
    const read = new Set<string>();
    const cut: SourceSpan[] = [];
    let { newest } = this.kept;
    if (await this.table.isOpen()) {
      newest = await this.readTable(receiver, read, isBackfill);
      await this.readUntimed(receiver, read, isBackfill);
    } else {
      cut.push(...(await this.readWindows(receiver, read, nids, isBackfill, now)));
    }
    await this.askOpen(
      receiver,
      open.map(({ key }) => key).filter((key) => !read.has(key)),
      open
    );
    const lost = withGap(this.kept.lost, this.kept.lastPass, now, AC1_KEEPS);
    this.kept = { lastPass: now, newest, lost };
    for (const [guid, { created }] of this.looks) {
      if (created < newest - OVERLAP_S) {
        this.looks.delete(guid);
      }
    }
    return { asOf: now, cut, lost };
  }

  /** Each page begins where the former ended in time: rows that the source forgets meanwhile shift nothing. */
  private async readTable(receiver: Receiver, read: Set<string>, isBackfill: boolean): Promise<number> {
    let since = Math.max(0, this.kept.newest - OVERLAP_S);
    let { newest } = this.kept;
    for (let start = 0; ;) {
      const rows = await this.table.rows(since, start, PAGE);
      await this.readChanged(receiver, rows, read, isBackfill);
      const last = rows.at(-1)?.created ?? since;
      newest = Math.max(newest, last);
      if (rows.length < PAGE) {
        return newest;
      }
      start = last > since ? 0 : start + PAGE;
      since = last;
    }
  }

  /** Rows from before there was a time of creation. */
  private async readUntimed(receiver: Receiver, read: Set<string>, isBackfill: boolean): Promise<void> {
    for (let start = 0; isBackfill; start += PAGE) {
      const rows = await this.table.rows(null, start, PAGE);
      await this.readChanged(receiver, rows, read, isBackfill);
      if (rows.length < PAGE) {
        return;
      }
    }
  }

  private async readChanged(
    receiver: Receiver,
    rows: readonly TableRow[],
    read: Set<string>,
    isBackfill: boolean
  ): Promise<void> {
    const changed = rows.filter(({ guid, look }) => !read.has(guid) && this.looks.get(guid)?.look !== look);
    await this.readJobs(
      receiver,
      changed.map(({ guid }) => guid),
      isBackfill
    );
    for (const { guid, look, created } of changed) {
      read.add(guid);
      this.looks.set(guid, { look, created: created ?? 0 });
    }
  }

  /** Answers which of these the source has. */
  private async readJobs(receiver: Receiver, guids: readonly string[], isBackfill: boolean): Promise<Set<string>> {
    const found = new Set<string>();
    for (let at = 0; at < guids.length; at += GUIDS) {
      const query = new URLSearchParams({ category: 'x' });
      guids.slice(at, at + GUIDS).forEach((guid) => query.append('guid', guid));
      const rows = rowsOf(await this.portal.json(JOBS_PATH, query));
      const jobs = rows.flatMap((row) => {
        const job = toJob(row);
        if (job === undefined) {
          receiver.skip(`job ${String(row['id'])}`, 'it has no guid');
          return [];
        }
        found.add(job.key);
        return [job];
      });
      await receiver.jobs(jobs, isBackfill);
    }
    return found;
  }

  /** Jobs that are open here are asked for until they end or are gone, however old. */
  private async askOpen(receiver: Receiver, keys: readonly string[], open: Pass['open']): Promise<void> {
    const found = await this.readJobs(receiver, keys, false);
    const gone = open.filter(({ key }) => keys.includes(key) && !found.has(key));
    await receiver.jobs(
      gone.map((job) => vanished(job, { gid: 0 })),
      false
    );
  }

  private async readNodes(receiver: Receiver): Promise<number[]> {
    const rows = rowsOf(await this.portal.json(NODES_PATH, new URLSearchParams()));
    const nodes = rows.flatMap((row) => toNode(row) ?? []);
    await receiver.nodes(nodes);
    return nodes.map(({ nid }) => nid);
  }

  /** Without the table: by the method that gives 200 rows at most, in windows of it. */
  private async readWindows(
    receiver: Receiver,
    read: Set<string>,
    nids: readonly number[],
    isBackfill: boolean,
    now: number
  ): Promise<SourceSpan[]> {
    const sinceMs = Math.min(AC1_KEEPS.ms, OVERLAP_S * 1000 + now - (this.kept.lastPass ?? 0));
    const { rows, cut } = await readJobWindows(this.portal, { sinceSeconds: Math.ceil(sinceMs / 1000), nids });
    const jobs = rows.flatMap((row) => toJob(row) ?? []);
    jobs.forEach(({ key }) => read.add(key));
    await receiver.jobs(jobs, isBackfill);
    return cut.map((why) => ({ from: now - sinceMs, to: now, why }));
  }
}

const STATUSES: ReadonlySet<string> = new Set(['ENABLED', 'MAINTENANCE', 'DECOMMISSIONED']);

/** `lastcheck` is when its record was saved last, the nearest to a sign of life that there is. */
function toNode(row: JsonObject): BridgedNode | undefined {
  const [gid, nid, seen] = [wholeOf(row, 'gid'), wholeOf(row, 'id'), wholeOf(row, 'lastcheck') ?? 0];
  if (gid === undefined || nid === undefined || gid < 0 || nid < 1) {
    return undefined;
  }
  return {
    gid,
    nid,
    name: (textOf(row, 'name') ?? '').slice(0, 200),
    roles: textsOf(row, 'roles') ?? [],
    addresses: textsOf(row, 'ipaddr') ?? [],
    ...statusOf(textOf(row, 'status')),
    ...(seen > 0 ? { lastSeen: seen * 1000 } : {}),
  };
}

function statusOf(status: string | undefined): Pick<BridgedNode, 'status' | 'nativeStatus'> {
  const isOurs = status !== undefined && STATUSES.has(status);
  return { ...(isOurs ? { status: status as 'ENABLED' } : {}), nativeStatus: status ?? null };
}
