import { type DataQueryRequest } from '@grafana/data';

/** Differs for each run of the panel's query, also when only the clock moved on (auto refresh). */
export function requestKey(request: DataQueryRequest | undefined): string {
  return request === undefined
    ? ''
    : [request.requestId, request.startTime, request.range.from.valueOf(), request.range.to.valueOf()].join('|');
}
