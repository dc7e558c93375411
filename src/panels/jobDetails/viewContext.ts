import { type TimeZone } from '@grafana/schema';
import { type Acts } from '../../acts/useActs';

/** What a section needs to know besides the job. */
export interface ViewContext {
  /** Undefined: nothing is known of acts, and none is offered. */
  acts: Acts | undefined;
  /** Epoch ms of the answer: what "so far" means. */
  now: number;
  timeZone: TimeZone;
  /** Of the page's URL: links keep time range and variables. */
  search: string;
  /** Of one tree or source. */
  maxHeight: number;
  /** The panel has a title of its own: a single section needs none. */
  hasTitle: boolean;
}
