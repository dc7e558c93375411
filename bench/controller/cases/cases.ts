import { asOf, isOfDurations } from '../asked/asOf';
import type { BenchCase, CaseGroup } from './benchCase';
import { countGroup } from './countCases';
import { filterGroups } from './filterCases';
import type { KnownJobs } from './knownJobs';
import { logGroups } from './logCases';
import { otherGroup, valueGroup } from './otherCases';
import { deepestGroup, totalGroup } from './pageCases';
import { pairGroup } from './pairCases';
import type { SeedRecord } from '../seed/seedRecord';
import { seedSpan } from '../seed/seedSpan';
import { sortGroup } from './sortCases';
import { searchGroup, windowGroup } from './windowCases';

/** Every line of the table. `now`: the clock that the comparison goes by. */
export function benchGroups(record: SeedRecord, known: KnownJobs, now: number): CaseGroup[] {
  const span = seedSpan(record);
  const groups = [
    ...filterGroups(known, span),
    sortGroup(),
    pairGroup(),
    windowGroup(span),
    deepestGroup(),
    totalGroup(span),
    searchGroup(span),
    countGroup(span),
    valueGroup(),
    otherGroup(known, span, now),
    ...logGroups(record),
  ];
  return groups.map(({ title, cases }) => ({ title, cases: cases.map((one) => upToNow(one, now)) }));
}

function upToNow(one: BenchCase, now: number): BenchCase {
  const [first, ...others] = one.sql;
  return isOfDurations(one.path) ? { ...one, sql: [asOf(first, now), ...others.map((sql) => asOf(sql, now))] } : one;
}
