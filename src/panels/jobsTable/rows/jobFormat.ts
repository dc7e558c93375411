import { dateTimeFormat, locationUtil } from '@grafana/data';
import { type TimeZone } from '@grafana/schema';
import { formatRelative } from '../../../duration/formatDuration';
import { jobLink, jumpscriptLink } from '../../../navigation/links';

/** How values are written for this viewer: time zone, moment of the answer, links that keep range and variables. */
export interface JobFormat {
  asOf: number;
  /** Times lack their year, for want of width. */
  isTimeShort: boolean;
  /** As a cell shows it; `fullTime` for tooltips. */
  time: (time: number) => string;
  fullTime: (time: number) => string;
  timeOfDay: (time: number) => string;
  relative: (time: number) => string;
  jobHref: (guid: string) => string;
  jumpscriptHref: (id: string, version: number | null) => string;
}

export function jobFormat(timeZone: TimeZone, asOf: number, search: string, isTimeShort = false): JobFormat {
  return {
    asOf,
    isTimeShort,
    time: (time) => dateTimeFormat(time, isTimeShort ? { timeZone, format: 'MM-DD HH:mm:ss' } : { timeZone }),
    fullTime: (time) => dateTimeFormat(time, { timeZone }),
    timeOfDay: (time) => dateTimeFormat(time, { timeZone, format: 'HH:mm:ss' }),
    relative: (time) => formatRelative(time, asOf),
    jobHref: (guid) => locationUtil.assureBaseUrl(jobLink(guid, search)),
    jumpscriptHref: (id, version) => locationUtil.assureBaseUrl(jumpscriptLink(id, search, version ?? undefined)),
  };
}
