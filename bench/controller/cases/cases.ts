import type { CaseGroup } from './benchCase';
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
  return [
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
}
