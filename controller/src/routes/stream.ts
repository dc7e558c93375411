import type { StreamGap, StreamQuery } from '@openvcloud/contract';
import { ApiError } from '../errors/errors';
import { StreamAnswer, type Handlers } from '../http/handler';
import type { Services } from './services';
import { jobQuestion, logQuestion } from '../query/question';
import { readHorizon } from '../journal/changes';
import { ChangeFeed } from '../stream/changeFeed';
import { LiveStream } from '../stream/liveStream';
import { OpenStreams } from '../stream/openStreams';
import { afterChange, parsePosition, type Position } from '../stream/position';
import { checkPatterns, toSelection, type Selection } from '../stream/selection';

const HEADERS = {
  'cache-control': 'no-store',
  // Told to nginx: events are of no use in its buffer.
  'x-accel-buffering': 'no',
};

export function streamRoutes({ database, log, metrics, stopping }: Services): Handlers<'openStream'> {
  const feed = new ChangeFeed({ database, log, stopping });
  const open = new OpenStreams(metrics.registry, stopping);
  const deps = { database, feed, log, onLeftOut: () => open.leftOut.inc() };

  return {
    openStream: async ({ query, caller, signal, lastEventId }) => {
      const selection = toSelection(askedOf(query));
      const asked = lastEventId === undefined ? null : positionOf(lastEventId);
      await checkPatterns(database, selection, signal);
      const { horizon, last } = await readHorizon(database, { signal });
      if (stopping.aborted) {
        throw new ApiError('SHUTTING_DOWN', 'Expected a controller that goes on, got one that is stopping.');
      }
      const leave = open.enter(caller);
      const { start, gap } = startOf(asked, horizon, last);
      const stream = new LiveStream(deps, selection, start, gap);
      stream.body.once('close', leave);
      open.add(stream);
      if (signal.aborted) {
        stream.body.destroy();
      }
      void stream.start();
      return new StreamAnswer('text/event-stream; charset=utf-8', stream.body, HEADERS);
    },
  };
}

/** What is wrong with a filter is said also where its rows are not wanted. */
function askedOf({ job, filter, q, jobs, logFilter, logQ, logs }: StreamQuery): Omit<Selection, 'key'> {
  const [ofJobs, ofLines] = [jobQuestion({ filter, q }), logQuestion({ filter: logFilter, q: logQ })];
  return { job: job ?? null, jobs: jobs === false ? null : ofJobs, lines: logs === false ? null : ofLines };
}

function positionOf(lastEventId: string): Position {
  const position = parsePosition(lastEventId);
  if (position === undefined) {
    throw new ApiError(
      'BAD_PARAMETER',
      `Expected Last-Event-ID to be the id of an event of this stream, got "${lastEventId.slice(0, 100)}".`,
      { action: 'Send the last id the stream gave, or leave the header out to start now.' }
    );
  }
  return position;
}

/** Where a stream begins: now, or after what its reader has seen. */
function startOf(asked: Position | null, horizon: number, last: number): { start: Position; gap: StreamGap | null } {
  if (asked === null) {
    return { start: afterChange(horizon), gap: null };
  }
  return asked.change > last
    ? { start: afterChange(horizon), gap: { reason: 'unknown', from: null, to: null, count: null } }
    : { start: asked, gap: null };
}
