import { ROOT_CONTEXT, SpanStatusCode, trace, type Tracer } from '@opentelemetry/api';
import { RandomIdGenerator, type IdGenerator } from '@opentelemetry/sdk-trace';
import type { EndedJob } from '../reports/reportPlan';

/** Random ids, except that the trace of a job can be given the id that everybody can work out from its guid. */
export class TraceIds implements IdGenerator {
  private readonly random = new RandomIdGenerator();
  private given: string | undefined;

  generateTraceId = (): string => this.given ?? this.random.generateTraceId();
  generateSpanId = (): string => this.random.generateSpanId();

  /** The root span that `start` starts, at once, gets this trace id. */
  give<Result>(traceId: string, start: () => Result): Result {
    this.given = traceId;
    try {
      return start();
    } finally {
      this.given = undefined;
    }
  }
}

/** A guid is 16 bytes, as a trace id is: who has one has the other, and nothing needs to be stored. */
export function jobTraceId(guid: string): string {
  return guid.replaceAll('-', '');
}

/** A job's life, told when it is over: from creation to end, with what it spent waiting and running. */
export function traceJob(tracer: Tracer, ids: TraceIds, { job, outcome, timeStop }: EndedJob): void {
  const { guid, organization, cmd, queue, nid, nodeName, state, attempt, timeCreate, timeStart } = job;
  const attributes = {
    'openvcloud.job.guid': guid,
    'openvcloud.job.organization': organization,
    'openvcloud.job.cmd': cmd,
    'openvcloud.job.queue': queue,
    'openvcloud.job.state': state,
    'openvcloud.job.native_state': outcome.nativeState,
    'openvcloud.job.attempt': attempt,
    ...(nid === null ? {} : { 'openvcloud.node.id': nid }),
    ...(nodeName === null ? {} : { 'openvcloud.node.name': nodeName }),
  };
  const life = ids.give(jobTraceId(guid), () =>
    tracer.startSpan(`job ${organization}:${cmd}`, { attributes, startTime: timeCreate, root: true })
  );
  if (state !== 'OK') {
    life.setStatus({ code: SpanStatusCode.ERROR });
  }
  const context = trace.setSpan(ROOT_CONTEXT, life);
  tracer.startSpan('waiting', { startTime: timeCreate }, context).end(timeStart ?? timeStop);
  if (timeStart !== null) {
    tracer.startSpan('running', { startTime: timeStart }, context).end(timeStop);
  }
  life.end(timeStop);
}
