import { dateTimeFormat, locationUtil } from '@grafana/data';
import { type TimeZone } from '@grafana/schema';
import { jobLink } from '../../../navigation/links';

export interface LogFormat {
  /** To the millisecond: lines of one second have an order. */
  time: (time: number) => string;
  jobHref: (guid: string) => string;
}

export function logFormat(timeZone: TimeZone, search: string): LogFormat {
  return {
    time: (time) => dateTimeFormat(time, { timeZone, defaultWithMS: true }),
    jobHref: (guid) => locationUtil.assureBaseUrl(jobLink(guid, search)),
  };
}
