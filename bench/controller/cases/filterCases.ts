import { JOB_FIELDS, OPERATORS_BY_KIND, type FieldKind, type JobField } from '@openvcloud/contract';
import { isFieldOf } from '../../../controller/src/query/question';
import type { CaseGroup } from './benchCase';
import type { Filter } from '../asked/handCondition';
import { labelsOf, samplesOf, type Samples } from './filterSamples';
import { filterName, listCase } from './jobList';
import type { KnownJobs } from './knownJobs';
import type { SeedSpan } from '../seed/seedSpan';

const TITLES: Record<FieldKind, string> = {
  keyword: 'Lists, one filter: keywords',
  number: 'Lists, one filter: numbers',
  time: 'Lists, one filter: times',
  list: 'Lists, one filter: roles and tags',
  text: 'Lists, one filter: texts',
  flag: 'Lists, one filter: yes or no',
};

/** The first page, newest first, of one condition on every field. */
export function filterGroups(known: KnownJobs, span: SeedSpan): CaseGroup[] {
  const samples = samplesOf(known, span);
  const labels = labelsOf(known, span);
  const fields = Object.keys(JOB_FIELDS).filter((name) => isFieldOf(name, JOB_FIELDS));
  return Object.entries(TITLES).map(([kind, title]) => ({
    title,
    cases: fields
      .filter((field) => JOB_FIELDS[field].kind === kind)
      .flatMap((field) => filtersOf(field, samples[field]))
      .map((filter) => listCase(filterName(filter, labels), { filters: [filter] })),
  }));
}

function filtersOf(field: JobField, { frequent, rare, absent, parts = [], regex, ranges = [] }: Samples): Filter[] {
  const { kind } = JOB_FIELDS[field];
  const known = [frequent, rare].filter((value) => value !== undefined);
  const filters: Filter[] = [
    ...[...known, absent].map((value) => [field, '=', value] as const),
    ...(known.length > 1 ? [[field, 'in', ...known] as const] : []),
    ...(frequent === undefined ? [] : [[field, '!=', frequent] as const]),
    ...[...parts, ...(kind === 'text' ? [absent] : [])].map((part) => [field, 'contains', part] as const),
    ...(regex === undefined ? [] : [[field, 'regex', regex] as const]),
    ...ranges.map((range) => [field, 'range', ...range] as const),
  ];
  return filters.filter(([, operator]) => OPERATORS_BY_KIND[kind].some((allowed) => allowed === operator));
}
