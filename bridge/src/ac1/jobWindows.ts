import type { JsonValue } from '@openvcloud/contract';
import { asObject, textOf, type JsonObject } from '../texts/parseJson';
import type { Portal } from './portal';

const JOBS_PATH = '/restmachine/system/gridmanager/getJobs';
/** An answer has so many rows at most, and does not say whether there are more. */
export const MOST_ROWS = 200;

interface Window {
  state: string;
  /** Only those that started so lately; absent: those that never did, too. */
  sinceSeconds?: number;
  nid?: number;
  name?: string;
}

export interface ReadWindows {
  rows: JsonObject[];
  /** Windows that may have more rows than were given out, in words. */
  cut: string[];
}

/**
 * Jobs by the method that knows no end of a range, no order and no page: by state, and where that is too much by node, then by
 * the commands that were seen. What is still too much, or could be because not every command was seen, is named.
 */
export async function readJobWindows(
  portal: Portal,
  { sinceSeconds, nids }: { sinceSeconds: number; nids: readonly number[] }
): Promise<ReadWindows> {
  const rows = new Map<string, JsonObject>();
  const cut: string[] = [];
  const read = async (window: Window): Promise<JsonObject[]> => {
    const found = rowsOf(await portal.json(JOBS_PATH, queryOf(window)));
    found.forEach((row) => rows.set(textOf(row, 'guid') ?? '', row));
    return found;
  };
  const readByName = async (window: Window, found: readonly JsonObject[]): Promise<void> => {
    const names = new Set([...rows.values(), ...found].flatMap((row) => textOf(row, 'cmd') ?? []));
    for (const name of names) {
      await read({ ...window, name });
    }
    cut.push(
      `${wordsOf(window)}: ${MOST_ROWS} rows, the most that the portal gives out; let the account open the page of jobs`
    );
  };
  const windows: Window[] = [
    ...['SCHEDULED', 'STARTED', 'NOWORK', 'TIMEOUT'].map((state) => ({ state })),
    ...['OK', 'ERROR', 'TIMEOUT'].map((state) => ({ state, sinceSeconds })),
  ];
  for (const window of windows) {
    if ((await read(window)).length < MOST_ROWS) {
      continue;
    }
    for (const nid of nids) {
      const found = await read({ ...window, nid });
      if (found.length >= MOST_ROWS) {
        await readByName({ ...window, nid }, found);
      }
    }
  }
  rows.delete('');
  return { rows: [...rows.values()], cut };
}

function queryOf({ state, sinceSeconds, nid, name }: Window): URLSearchParams {
  const query = new URLSearchParams({ category: 'x', state });
  if (sinceSeconds !== undefined) {
    query.set('from_', `-${sinceSeconds}s`);
  }
  if (nid !== undefined) {
    query.set('nid', String(nid));
  }
  if (name !== undefined) {
    query.set('name', name);
  }
  return query;
}

function wordsOf({ state, nid }: Window): string {
  return `${state} on node ${nid}`;
}

export function rowsOf(answer: JsonValue): JsonObject[] {
  const rows: JsonValue[] = Array.isArray(answer) ? answer : [];
  return rows.map(asObject).filter((row) => row !== undefined);
}
