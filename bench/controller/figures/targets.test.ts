import type { Column } from './measure';
import { targetReport, type MeasuredLine } from './targets';

const figures = (p50: number, p95: number): Column => ({ p50, p95, p99: p95, max: p95, samples: 100 });
const line = (name: string, api: Column, sql: Column, more: Partial<MeasuredLine> = {}): MeasuredLine => ({
  name,
  api,
  sql,
  targets: [],
  ...more,
});
const rows = (lines: readonly MeasuredLine[], start: string) =>
  targetReport(lines)
    .split('\n')
    .filter((row) => row.startsWith(`| ${start}`));

describe('the report of the targets', () => {
  it('counts the lines that reach a target, and names those that do not, worst first', () => {
    const lines = [
      line('quick', figures(1, 150), figures(1, 150), { targets: ['firstPage'] }),
      line('slow', figures(1, 151), figures(1, 150), { targets: ['firstPage'] }),
      line('slower', figures(1, 300), figures(1, 300), { targets: ['firstPage'] }),
      line('no list', figures(1, 900), figures(1, 900)),
    ];
    expect(rows(lines, 'first page')).toEqual([
      '| first page of a list, any filter and sort: p95 ≤ 150 ms | 1 of 3 |',
      '| first page of a list, any filter and sort: p95 ≤ 150 ms | slower | 300.0 | 150.0 | 150.0 |',
      '| first page of a list, any filter and sort: p95 ≤ 150 ms | slow | 151.0 | 150.0 | 1.0 |',
    ]);
  });

  it('allows one and a half of the SQL by hand and five milliseconds', () => {
    const lines = [line('at it', figures(1, 35), figures(1, 20)), line('beyond', figures(1, 35.2), figures(1, 20))];
    expect(rows(lines, 'API')).toEqual([
      '| API p95 ≤ 1.5 × SQL by hand p95 + 5 ms | 1 of 2 |',
      '| API p95 ≤ 1.5 × SQL by hand p95 + 5 ms | beyond | 35.2 | 35.0 | 0.2 |',
    ]);
  });

  it('takes SQL that did not answer in time for slower, and an API that did not for a miss', () => {
    const lines = [
      line('SQL too slow', figures(1, 14_000), null),
      line('API too slow', null, figures(1, 20), { targets: ['alertCount'] }),
      line('both', null, null),
    ];
    expect(rows(lines, 'API')).toEqual([
      '| API p95 ≤ 1.5 × SQL by hand p95 + 5 ms | 1 of 2 |',
      '| API p95 ≤ 1.5 × SQL by hand p95 + 5 ms | API too slow | > 15 s | 35.0 | > 15 s |',
    ]);
    expect(rows(lines, 'counts')[0]).toBe('| counts: p95 ≤ 50 ms | 0 of 1 |');
  });

  it('compares a deepest page with the first page of its list', () => {
    const lines = [
      line('first', figures(10, 20), figures(10, 20)),
      line('deep', figures(12, 25), figures(10, 20), { first: 'first' }),
    ];
    expect(rows(lines, 'deepest')).toEqual([
      '| deepest page ≤ 1.2 × the first (p50) | 1 of 1 |',
      '| deepest page ≤ 1.2 × the first (p95) | 0 of 1 |',
      '| deepest page ≤ 1.2 × the first (p95) | deep | 25.0 | 24.0 | 1.0 |',
    ]);
  });

  it('has no list of misses when there are none', () => {
    expect(targetReport([line('quick', figures(1, 1), figures(1, 1))])).not.toContain('Missed');
  });
});
