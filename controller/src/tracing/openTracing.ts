import { diag, DiagLogLevel } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
  type SpanExporter,
} from '@opentelemetry/sdk-trace';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { version } from '../../package.json';
import { Complaints } from './complaints';
import { TraceIds, traceJob } from './jobSpans';
import type { TracingSettings } from './readTracing';
import { RequestSpans } from './requestSpans';
import type { Tracing } from './tracing';

export interface TracingOptions extends TracingSettings {
  gid: number;
  log: Logger;
  /** How long spans wait for others to be sent with. */
  delayMs?: number;
  /** How long the collector may take for them, with what is tried again. */
  sendMs?: number;
}

/** A collector that hangs must not keep the controller from stopping. */
const STOP_MS = 3_000;
/** Spans that wait while the collector is slow: some megabytes. Beyond it they are dropped and counted. */
const MAX_WAITING = 8_192;

/** Sends traces to a collector. This module loads OpenTelemetry's packages: import it only when traces are wanted. */
export function openTracing({
  endpoint,
  headers,
  serviceName,
  ratio,
  gid,
  log,
  delayMs = 5_000,
  sendMs = 10_000,
}: TracingOptions): Tracing {
  const complaints = new Complaints(log, endpoint, Date.now);
  // The SDK's only way to say that it dropped spans. What fails to be sent is told by the exporter below.
  const silent = () => undefined;
  const logger = {
    error: silent,
    warn: (text: string) => complaints.note(text),
    info: silent,
    debug: silent,
    verbose: silent,
  };
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
  const exporter = telling(
    new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, headers: { ...headers }, timeoutMillis: sendMs }),
    complaints
  );
  const ids = new TraceIds();
  const provider = new TracerProvider({
    resource: defaultResource().merge(
      resourceFromAttributes({ 'service.name': serviceName, 'service.version': version, 'openvcloud.grid.id': gid })
    ),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    idGenerator: ids,
    spanLimits: { attributeValueLengthLimit: 1_000 },
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: delayMs, maxQueueSize: MAX_WAITING })],
  });
  const tracer = provider.getTracer('openvcloud-controller', version);
  const requests = new RequestSpans(tracer);
  log.info({ endpoint, serviceName, ratio }, 'traces are sent');
  return {
    request: (facts) => requests.begin(facts),
    statement: (name, seconds, error) => requests.statement(name, seconds, error),
    planned: (plan) => requests.planned(plan),
    jobsEnded: (jobs) => jobs.forEach((job) => traceJob(tracer, ids, job)),
    stop: () =>
      Promise.race([provider.shutdown(), late()]).catch((error: unknown) =>
        complaints.note(`at the end: ${String(error)}`)
      ),
  };
}

async function late(): Promise<never> {
  await delay(STOP_MS, undefined, { ref: false });
  throw new Error(`expected the collector to take the last spans within ${STOP_MS / 1000} s, it did not`);
}

function telling(exporter: OTLPTraceExporter, complaints: Complaints): SpanExporter {
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        if (result.error !== undefined) {
          complaints.note(`${spans.length} spans were not delivered: ${result.error.message}`);
        }
        done(result);
      }),
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
  };
}
