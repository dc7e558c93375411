import { type BulkActRequest } from '@openvcloud/contract';
import { type BulkAction } from '../../../acts/bulkWords';
import { type AskedList } from '../../../exportMenu/exportRequest';

/** Acts on the jobs that were marked one by one. */
export function requestOfGuids(action: BulkAction, guids: readonly string[]): string {
  const request: BulkActRequest = { action, guids: [...guids] };
  return JSON.stringify(request);
}

/**
 * Acts on all that match, by the conditions that the controller was asked for, not by those that the panel shows: variables are
 * in it. Undefined where nothing but time narrows the list: that would mean all jobs.
 */
export function requestOfList(action: BulkAction, list: AskedList | undefined): string | undefined {
  const filter = list?.params.getAll('filter') ?? [];
  const q = list?.params.get('q') ?? '';
  if (list?.of !== 'jobs' || (filter.length === 0 && q.trim() === '')) {
    return undefined;
  }
  const { params } = list;
  return JSON.stringify({
    action,
    filter,
    ...given('q', params.get('q')),
    ...given('from', params.get('from'), Number),
    ...given('to', params.get('to'), Number),
    ...given('timeField', params.get('timeField')),
  });
}

function given(name: string, text: string | null, read: (text: string) => unknown = String): Record<string, unknown> {
  return text === null || text === '' ? {} : { [name]: read(text) };
}
