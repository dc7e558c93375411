import { JOB_FIELDS } from '@openvcloud/contract';
import type { CaseGroup } from './benchCase';
import { listCase } from './jobList';

/** The first page of all jobs by every sortable field, both ways. */
export function sortGroup(): CaseGroup {
  const sorts = Object.entries(JOB_FIELDS)
    .filter(([, { isSortable }]) => isSortable)
    .flatMap(([field]) => [field, `-${field}`]);
  return { title: 'Lists, one sort', cases: sorts.map((sort) => listCase(`sort ${sort}`, { sort })) };
}
