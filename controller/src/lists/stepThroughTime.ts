import { OUT_OF_TIME, withinBudget } from '../database/withinBudget';
import { ApiError } from '../errors/errors';
import type { Key, Order } from '../query/keyset';
import type { FoundRows } from './rowSet';

/** A page is answered within about this, with what has been found and the place to go on from. */
export const PAGE_BUDGET_MS = 1_300;
/** A step that takes longer is done otherwise. */
export const STEP_BUDGET_MS = 500;

/** How a list is read step by step through time. */
export interface StepRule<Step> {
  first: Step;
  /** How long reading this step may take, with so much of the page's time left. */
  budgetMs(step: Step, leftMs: number): number;
  /** What follows a step that did not find enough. */
  next(step: Step, taken: StepTaken): Step | Promise<Step>;
  /** Pure. What to do in place of a step that took too long; null: there is nothing less. */
  instead(step: Step): Step | null;
}

export interface StepTaken {
  /** The last moment that was looked at. */
  edge: number;
  ms: number;
  /** Rows found so far. */
  found: number;
}

export interface StepRead<Row> {
  rows: FoundRows<Row>['rows'];
  /** The last moment that was looked at, all of it; null at the end of the list. */
  edge: number | null;
}

export interface Steps<Step, Row> {
  order: Order;
  isAscending: boolean;
  /** Where the first one begins; null at an end of the list. */
  key: Key | null;
  /** How many rows are wanted. */
  count: number;
  rule: StepRule<Step>;
  /** Reads the step from there, so many rows at most. */
  read(step: Step, from: { key: Key | null; count: number }, budgetMs?: number): Promise<StepRead<Row>>;
}

/**
 * The next rows of a list whose order begins with the time, as far as they are found in time. Only a step without an edge is
 * the end of the list: whatever else ends the search, the answer says how far it came.
 * @throws QUERY_BUDGET when not even one step could be taken: then there is no place from which to go on.
 */
export async function stepThroughTime<Step, Row>(
  { order, isAscending, key, count, rule, read }: Steps<Step, Row>,
  pageBudgetMs: number,
  clock: () => number = () => performance.now()
): Promise<FoundRows<Row>> {
  const deadline = clock() + pageBudgetMs;
  const rows: FoundRows<Row>['rows'] = [];
  let step: Step | null = rule.first;
  /** Up to here all was looked at; null as long as no step came to its end. */
  let reached: Key | null = null;
  while (step !== null && (reached === null || clock() < deadline)) {
    const began = clock();
    const leftMs = Math.max(deadline - began, 1);
    const less: Step | null = rule.instead(step);
    const budgetMs = reached === null ? firstBudgetMs(less !== null, leftMs) : rule.budgetMs(step, leftMs);
    const from = { key: reached ?? key, count: count - rows.length };
    const found: StepRead<Row> | typeof OUT_OF_TIME = await withinBudget(read(step, from, budgetMs));
    if (found === OUT_OF_TIME) {
      step = less;
      continue;
    }
    rows.push(...found.rows);
    if (found.edge === null || rows.length >= count) {
      return { rows, stoppedAt: null };
    }
    reached = placeBeside(order, found.edge, isAscending);
    step = await rule.next(step, { edge: found.edge, ms: clock() - began, found: rows.length });
  }
  if (reached === null) {
    throw new ApiError('QUERY_BUDGET', NOT_EVEN_ONE);
  }
  return { rows, stoppedAt: { key: reached, time: Number(reached[0]) } };
}

const NOT_EVEN_ONE =
  'Expected to look through a part of the list at least within the time budget of the query, even the smallest took longer.';

/** Whoever asks again must get on: before the first step came to its end, the least there is has all the time of the request. */
function firstBudgetMs(isThereLess: boolean, leftMs: number): number | undefined {
  return isThereLess ? Math.max(leftMs / 2, 1) : undefined;
}

/** The place after (or, going down, before) all rows of that moment. The order's first column is the time. */
export function placeBeside(order: Order, time: number, isAscending: boolean): Key {
  // In front of all rows of the next moment: so the rows to come have its time at least, which is what an index is asked for.
  const rest = order.columns.slice(1).map(({ type }) => {
    if (type === 'text') {
      return isAscending ? '' : '\u{10ffff}';
    }
    return isAscending ? Number.MIN_SAFE_INTEGER : Number.MAX_SAFE_INTEGER;
  });
  return [isAscending ? time + 1 : time - 1, ...rest];
}

/** How large steps are, in milliseconds or lines. */
export interface Growth {
  first: number;
  least: number;
  most: number;
  /** How much larger the step after one that took so long. */
  factor(ms: number): number;
}

/** Pure. Whole: PostgreSQL takes no part of a millisecond. */
export function nextSize(size: number, ms: number, { least, most, factor }: Growth): number {
  return Math.round(Math.min(Math.max(size * factor(ms), least), most));
}
