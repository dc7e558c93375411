import {
  defaultTextMapGetter,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { AsyncLocalStorage } from 'node:async_hooks';
import { toApiError } from '../errors/toApiError';
import type { RequestFacts, RequestTrace } from './tracing';

/** An export or a stream runs statements without end; the count of those left out is an attribute. */
const MAX_STATEMENTS = 200;

interface OpenRequest {
  span: Span;
  context: Context;
  statements: number;
  /** Epoch milliseconds; with fractions, on one clock for the request and its statements. */
  now: () => number;
}

/** Requests as spans, and the statements they run as their children. */
export class RequestSpans {
  private readonly tracer: Tracer;
  private readonly current = new AsyncLocalStorage<OpenRequest>();
  private readonly propagator = new W3CTraceContextPropagator();

  constructor(tracer: Tracer) {
    this.tracer = tracer;
  }

  begin({ method, route, path, requestId, headers }: RequestFacts): RequestTrace {
    const now = steadyClock();
    const attributes = {
      'http.request.method': method,
      'http.route': route,
      'url.path': path,
      'openvcloud.request.id': requestId,
    };
    const parent = this.propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
    const options = { kind: SpanKind.SERVER, attributes, startTime: now() };
    const span = this.tracer.startSpan(`${method} ${route}`, options, parent);
    const request: OpenRequest = { span, context: trace.setSpan(parent, span), statements: 0, now };
    return {
      within: (work) => this.current.run(request, work),
      end: (status, isAbandoned) => end(request, status, isAbandoned),
    };
  }

  planned(plan: string): void {
    this.current.getStore()?.span.setAttribute('openvcloud.list.plan', plan);
  }

  statement(name: string, seconds: number, error: unknown): void {
    const request = this.current.getStore();
    // What a request has begun for others, as the feed of changes, goes on after it: then it is no longer its own.
    if (request?.span.isRecording() !== true || ++request.statements > MAX_STATEMENTS) {
      return;
    }
    const attributes = { 'db.system.name': 'postgresql', 'db.query.summary': name };
    const end = request.now();
    const options = { kind: SpanKind.CLIENT, attributes, startTime: end - seconds * 1000 };
    const span = this.tracer.startSpan(name, options, request.context);
    if (error !== undefined) {
      // Not the message: PostgreSQL's quote values.
      span.setAttribute('error.type', toApiError(error).code).setStatus({ code: SpanStatusCode.ERROR });
    }
    span.end(end);
  }
}

function end({ span, statements, now }: OpenRequest, status: number, isAbandoned: boolean): void {
  if (isAbandoned) {
    span.setAttribute('error.type', 'abandoned');
  } else {
    span.setAttribute('http.response.status_code', status);
  }
  if (status >= 500) {
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  if (statements > MAX_STATEMENTS) {
    span.setAttribute('openvcloud.statements.left_out', statements - MAX_STATEMENTS);
  }
  span.end(now());
}

/** The time of day in steps finer than Date.now()'s, so that statements lie within their request. */
function steadyClock(): () => number {
  const begun = Date.now() - performance.now();
  return () => begun + performance.now();
}
