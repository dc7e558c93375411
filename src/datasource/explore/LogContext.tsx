import {
  CoreApp,
  dateTime,
  LogRowContextQueryDirection,
  type DataQueryRequest,
  type DataQueryResponse,
  type LogRowContextOptions,
  type LogRowModel,
  type TimeRange,
} from '@grafana/data';
import React, { type ReactNode } from 'react';
import { lastValueFrom, type Observable } from 'rxjs';
import { errorOf } from '../../answer/errorOf';
import { readRow } from '../../frameRow/readRow';
import { QUERY_VERSION, type JobsQuery } from '../query/query';
import { LogContextScope, type ContextScope } from './LogContextScope';

type Ask = (request: DataQueryRequest<JobsQuery>) => Observable<DataQueryResponse>;

const DEFAULT_LINES = 100;

/**
 * The lines before and after one: of its job, in the order in which the job wrote them, or of its node, by time. Which of
 * them is chosen above the lines, and stays so for the next line.
 */
export class LogContext {
  private scope: ContextScope = 'job';

  constructor(private readonly ask: Ask) {}

  /** @throws what the controller says when it cannot answer: Grafana then shows that there was an error. */
  async lines(
    row: LogRowModel,
    { direction, limit = DEFAULT_LINES }: LogRowContextOptions
  ): Promise<DataQueryResponse> {
    const isForward = direction === LogRowContextQueryDirection.Forward;
    const query: JobsQuery = {
      ...this.queryOf(row),
      ...placeBeside(lineOf(row), this.scope, isForward),
      direction: isForward ? 'forward' : 'backward',
      limit,
    };
    const answer = await lastValueFrom(this.ask(requestFor(query)));
    const failure = errorOf(answer);
    if (failure !== undefined) {
      throw new Error(failure);
    }
    return answer;
  }

  /** The same lines as a query of its own: for split view. */
  query(row: LogRowModel): JobsQuery {
    const { seq, time } = lineOf(row);
    const place = this.scope === 'job' ? { startSeq: seq } : { startTime: time };
    return { ...this.queryOf(row), ...place, around: true };
  }

  ui(onChange: () => void): ReactNode {
    const choose = (scope: ContextScope) => {
      this.scope = scope;
      onChange();
    };
    return <LogContextScope initial={this.scope} onChange={choose} />;
  }

  private queryOf(row: LogRowModel): JobsQuery {
    const { jobGuid, nid } = lineOf(row);
    const of: Partial<JobsQuery> =
      this.scope === 'job' ? { guid: jobGuid } : { filters: [{ field: 'nid', operator: '=', values: [String(nid)] }] };
    return {
      refId: `${row.dataFrame.refId ?? ''}-context`,
      queryType: 'logs',
      version: QUERY_VERSION,
      // The context of a line at the edge of the time range is outside of it.
      ignoreTimeRange: true,
      // What a line holds is no variable.
      isReplaced: true,
      ...of,
    };
  }
}

interface Line {
  jobGuid: string;
  seq: number;
  nid: number;
  time: number;
}

function lineOf({ dataFrame, rowIndex, timeEpochMs }: LogRowModel): Line {
  const row = readRow(dataFrame, rowIndex);
  return {
    jobGuid: row.text('jobGuid') ?? '',
    seq: row.number('seq') ?? 0,
    nid: row.number('nid') ?? 0,
    time: timeEpochMs,
  };
}

/** Of a node's lines those of the same moment come twice, and Grafana leaves out what it has. */
function placeBeside({ seq, time }: Line, scope: ContextScope, isForward: boolean): Partial<JobsQuery> {
  return scope === 'node' ? { startTime: time } : { startSeq: isForward ? seq + 1 : seq - 1 };
}

function requestFor(query: JobsQuery): DataQueryRequest<JobsQuery> {
  const now = Date.now();
  const [from, to] = [dateTime(0), dateTime(now)];
  const range: TimeRange = { from, to, raw: { from, to } };
  return {
    requestId: `log-context-${query.refId}-${query.direction}`,
    interval: '1s',
    intervalMs: 1000,
    range,
    scopedVars: {},
    targets: [query],
    timezone: 'browser',
    app: CoreApp.Explore,
    startTime: now,
    hideFromInspector: true,
  };
}
