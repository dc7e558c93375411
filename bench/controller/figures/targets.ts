import type { Column } from './measure';

/** What is promised of the API, in milliseconds at the 95th percentile. */
export const TARGETS = {
  firstPage: { says: 'first page of a list, any filter and sort: p95 ≤ 150 ms', p95: 150 },
  alertCount: { says: 'counts: p95 ≤ 50 ms', p95: 50 },
  logOpen: { says: 'a log opened: p95 ≤ 500 ms', p95: 500 },
  logJump: { says: 'a jump in a log: p95 ≤ 300 ms', p95: 300 },
  logSearch: { says: 'first hit of a text search in logs: p95 ≤ 2,000 ms', p95: 2_000 },
} as const;
export type TargetName = keyof typeof TARGETS;

/** The last page may take so many times what the first page takes. */
const DEEPEST = 1.2;
/** The API may take so many times what the SQL by hand takes, and so much more for HTTP and JSON. */
const BY_HAND = { factor: 1.5, ms: 5 } as const;

export interface MeasuredLine {
  name: string;
  targets: readonly TargetName[];
  first?: string | undefined;
  api: Column;
  sql: Column;
}

/** A line held against a target, in milliseconds. */
interface Verdict {
  target: string;
  line: string;
  measured: number;
  allowed: number;
}

const DEEPEST_P50 = `deepest page ≤ ${DEEPEST} × the first (p50)`;
const DEEPEST_P95 = `deepest page ≤ ${DEEPEST} × the first (p95)`;
const HAND = `API p95 ≤ ${BY_HAND.factor} × SQL by hand p95 + ${BY_HAND.ms} ms`;

/** Pure. How many lines reach each target, and those that do not, worst first. */
export function targetReport(lines: readonly MeasuredLine[]): string {
  const verdicts = lines.flatMap((line) => verdictsOf(line, lines));
  const names = [...Object.values(TARGETS).map(({ says }) => says), DEEPEST_P50, DEEPEST_P95, HAND];
  const counts = names.map((target) => {
    const of = verdicts.filter((verdict) => verdict.target === target);
    return `| ${target} | ${of.filter(isReached).length} of ${of.length} |`;
  });
  const missed = names.flatMap((target) =>
    verdicts
      .filter((verdict) => verdict.target === target && !isReached(verdict))
      .sort((a, b) => overBy(b) - overBy(a))
      .map(missedRow)
  );
  return [
    '| Target | reached by |',
    '|---|---:|',
    ...counts,
    ...(missed.length === 0
      ? []
      : ['', '| Missed | line | ms | allowed | over by |', '|---|---|---:|---:|---:|', ...missed]),
  ].join('\n');
}

function verdictsOf({ name, targets, first, api, sql }: MeasuredLine, lines: readonly MeasuredLine[]): Verdict[] {
  const p95 = api?.p95 ?? Infinity;
  const own = targets.map((target) => ({ target: TARGETS[target].says, measured: p95, allowed: TARGETS[target].p95 }));
  const page = lines.find((line) => line.name === first)?.api ?? null;
  const deepest =
    page === null
      ? []
      : [
          { target: DEEPEST_P50, measured: api?.p50 ?? Infinity, allowed: page.p50 * DEEPEST },
          { target: DEEPEST_P95, measured: p95, allowed: page.p95 * DEEPEST },
        ];
  // Where neither answers in time there is nothing to compare.
  const allowed = sql === null ? Infinity : sql.p95 * BY_HAND.factor + BY_HAND.ms;
  const hand = sql === null && api === null ? [] : [{ target: HAND, measured: p95, allowed }];
  return [...own, ...deepest, ...hand].map((verdict) => ({ line: name, ...verdict }));
}

function isReached({ measured, allowed }: Verdict): boolean {
  return measured <= allowed;
}

function overBy({ measured, allowed }: Verdict): number {
  return measured - allowed;
}

function missedRow(verdict: Verdict): string {
  const { target, line, measured, allowed } = verdict;
  const ms = (value: number) => (Number.isFinite(value) ? value.toFixed(1) : '> 15 s');
  return `| ${[target, line, ms(measured), ms(allowed), ms(overBy(verdict))].join(' | ')} |`;
}
