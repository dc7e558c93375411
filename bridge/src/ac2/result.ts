import { asObject, parseJson, textOf, wholeOf, type JsonObject } from '../texts/parseJson';

/** A result as AC2 and AC8 keep it: of a command on one node, whoever wrote it. */
export interface Result {
  id: string;
  gid: number;
  nid: number;
  state: string;
  /** Epoch ms; 0: not known. */
  startTime: number;
  /** How long it ran, ms. */
  runMs: number;
  /** The agent wrote it, not the controller in its place: it says what ran. */
  isOfAgent: boolean;
  fields: JsonObject;
}

/** undefined: not a result. Id and place are those of the key: what is in it may be wrong. */
export function readResult(text: string, id: string, gid: number, nid: number): Result | undefined {
  const fields = asObject(parseJson(text));
  const state = textOf(fields, 'state');
  if (fields === undefined || state === undefined || state === '') {
    return undefined;
  }
  return {
    id,
    gid,
    nid,
    state,
    startTime: wholeOf(fields, 'starttime') ?? 0,
    runMs: Math.max(0, wholeOf(fields, 'time') ?? 0),
    isOfAgent: (textOf(fields, 'cmd') ?? '') !== '',
    fields,
  };
}

const DUPLICATES: ReadonlySet<string> = new Set(['DUPILICATE_ID', 'DUPLICATE_ID']);
const OPEN: ReadonlySet<string> = new Set(['QUEUED', 'RUNNING']);
/** The placeholder has the controller's clock, the result the agent's. */
const CLEARLY_LATER_MS = 60_000;

export function isDuplicate({ state }: Pick<Result, 'state'>): boolean {
  return DUPLICATES.has(state);
}

export function isOpenState({ state }: Pick<Result, 'state'>): boolean {
  return OPEN.has(state) || DUPLICATES.has(state);
}

/**
 * Pure. Which of what lies under one command and node is its result. `done`: the list of ended ones, read before `latest`, the
 * hash. A fast end is overwritten by RUNNING in the hash, so the list is right; a RUNNING clearly later than it is a re-run. That an
 * id was used twice is no end of the job that had it first.
 */
export function pickResult(done: readonly Result[], latest: Result | undefined): Result | undefined {
  const ended = [...done, ...(latest === undefined || isOpenState(latest) ? [] : [latest])].filter(
    (one) => !isDuplicate(one)
  );
  const last = ended.reduce<Result | undefined>(
    (one, other) => (one === undefined || endOf(other) >= endOf(one) ? other : one),
    undefined
  );
  if (last === undefined) {
    return latest ?? done.at(-1);
  }
  const isAgain =
    latest !== undefined &&
    OPEN.has(latest.state) &&
    endOf(last) > 0 &&
    latest.startTime > endOf(last) + CLEARLY_LATER_MS;
  return isAgain ? latest : last;
}

function endOf({ startTime, runMs }: Result): number {
  return startTime + runMs;
}
