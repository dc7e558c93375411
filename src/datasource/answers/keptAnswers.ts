import {
  dateTimeFormat,
  LoadingState,
  type DataFrame,
  type DataQueryError,
  type DataQueryResponse,
} from '@grafana/data';
import { type TimeZone } from '@grafana/schema';
import { messageOf } from '../../answer/errorOf';

/** Enough for the panels of a few dashboards; the ones not asked for the longest time go first. */
const MOST_KEPT = 50;

interface Kept {
  frames: DataFrame[];
  /** When it came, in epoch milliseconds. */
  at: number;
}

/** The last good answer to each query of each question. */
export class KeptAnswers {
  private readonly byQuestion = new Map<string, Map<string, Kept>>();

  /**
   * The answer to a question as it is shown. Queries that failed since the controller, or the way to it, is out have the
   * frames of their last good answer beside the error, which says as of when they are. What was refused has none: who may
   * not read any more, or asks for what there is not, must not go on to read.
   */
  shown(question: string, response: DataQueryResponse, now: number, timeZone: TimeZone): DataQueryResponse {
    const errors = errorsOf(response);
    if (errors.length === 0) {
      this.keep(question, response.data, now);
      return response;
    }
    const kept = this.byQuestion.get(question);
    const failed = errors.map((error) => ({ error, kept: isOutage(error) ? framesFor(error, kept) : [] }));
    const frames = failed.flatMap((one) => one.kept.flatMap(({ frames }) => frames));
    const told = failed.map(({ error, kept }) => (kept.length === 0 ? error : withTime(error, kept, timeZone)));
    return { ...response, state: LoadingState.Error, data: [...response.data, ...frames], errors: told };
  }

  private keep(question: string, frames: DataQueryResponse['data'], at: number): void {
    const byQuery = new Map<string, Kept>();
    for (const frame of frames.filter(isFrame)) {
      const { frames } = byQuery.get(frame.refId ?? '') ?? { frames: [] };
      byQuery.set(frame.refId ?? '', { frames: [...frames, frame], at });
    }
    this.byQuestion.delete(question);
    this.byQuestion.set(question, byQuery);
    const [oldest] = this.byQuestion.keys();
    if (this.byQuestion.size > MOST_KEPT && oldest !== undefined) {
      this.byQuestion.delete(oldest);
    }
  }
}

/** Those of single queries, or the one of a request that failed as a whole, which Grafana puts into `error` alone. */
function errorsOf(response: DataQueryResponse): DataQueryError[] {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- 12.4 sets only `error` when a request fails as a whole
  const { errors = [], error } = response;
  return errors.length > 0 || error === undefined ? errors : [error];
}

/** A request that failed as a whole failed for all its queries. */
function framesFor({ refId }: DataQueryError, kept: Map<string, Kept> = new Map()): Kept[] {
  return [...kept].filter(([of]) => refId === undefined || of === refId).map(([, one]) => one);
}

const TOO_MANY_REQUESTS = 429;

/** Without a status, Grafana's own server was not reached; a request that was cancelled has -1. */
function isOutage({ status = 0 }: DataQueryError): boolean {
  return status === 0 || status === TOO_MANY_REQUESTS || status >= 500;
}

function withTime(error: DataQueryError, kept: readonly Kept[], timeZone: TimeZone): DataQueryError {
  const at = dateTimeFormat(Math.min(...kept.map((one) => one.at)), { timeZone, format: 'HH:mm:ss' });
  const message = `${messageOf(error)} What is shown is as of ${at}.`;
  return { ...error, message, data: { ...error.data, message } };
}

function isFrame(value: unknown): value is DataFrame {
  return typeof value === 'object' && value !== null && 'fields' in value;
}
