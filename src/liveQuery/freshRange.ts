import { rangeUtil, type DataQueryRequest, type TimeRange } from '@grafana/data';

/** The range of a request as of now: "last 6 hours" goes on while its query is followed. */
export function freshRange({ range, timezone }: Pick<DataQueryRequest, 'range' | 'timezone'>): TimeRange {
  return isOpenEnded(range) ? rangeUtil.convertRawToRange(range.raw, timezone) : range;
}

/** Whether what happens from now on is in the range. */
export function isOpenEnded({ raw }: TimeRange): boolean {
  return typeof raw.to === 'string' && raw.to.startsWith('now');
}
