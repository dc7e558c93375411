import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

/** A span as a collector gets it, with its attributes as an object. */
export interface ReceivedSpan {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId: string | undefined;
  kind: number;
  startMs: number;
  endMs: number;
  isError: boolean;
  attributes: Record<string, unknown>;
  resource: Record<string, unknown>;
}

export interface Collector {
  endpoint: string;
  spans: ReceivedSpan[];
  /** Of each request. */
  headers: IncomingHttpHeaders[];
  /** Waits until a span with this name and trace is here. */
  span(name: string, traceId?: string): Promise<ReceivedSpan>;
  close(): Promise<void>;
}

/** What it does with what it is sent. */
type Manner = 'takes' | 'refuses' | 'hangs';

/** A collector that speaks OTLP over HTTP, as JSON. */
export async function startCollector(manner: Manner = 'takes'): Promise<Collector> {
  const spans: ReceivedSpan[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      headers.push(request.headers);
      if (request.url === '/v1/traces' && manner === 'takes') {
        spans.push(...readSpans(body));
      }
      if (manner !== 'hangs') {
        response.writeHead(manner === 'takes' ? 200 : 400, { 'content-type': 'application/json' }).end('{}');
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    spans,
    headers,
    span: async (name, traceId) => {
      const deadline = Date.now() + 20_000;
      for (;;) {
        const found = spans.find((span) => span.name === name && (traceId ?? span.traceId) === span.traceId);
        if (found !== undefined) {
          return found;
        }
        if (Date.now() > deadline) {
          throw new Error(`expected a span "${name}", got ${spans.map((span) => span.name).join(', ') || 'none'}`);
        }
        await delay(10);
      }
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Attribute {
  key: string;
  value: Record<string, unknown>;
}

/** The parts of OTLP that are read here. */
interface TracesBody {
  resourceSpans: Array<{
    resource: { attributes: Attribute[] };
    scopeSpans: Array<{
      spans: Array<{
        name: string;
        traceId: string;
        spanId: string;
        parentSpanId?: string;
        kind: number;
        startTimeUnixNano: string;
        endTimeUnixNano: string;
        status: { code: number };
        attributes: Attribute[];
      }>;
    }>;
  }>;
}

function readSpans(body: unknown): ReceivedSpan[] {
  // The exporter's JSON is what the test is about: where it is something else, the test fails here.
  const { resourceSpans } = body as TracesBody;
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map(
        ({ name, traceId, spanId, parentSpanId, kind, startTimeUnixNano, endTimeUnixNano, status, attributes }) => ({
          name,
          traceId,
          spanId,
          parentSpanId,
          kind,
          startMs: Number(startTimeUnixNano) / 1e6,
          endMs: Number(endTimeUnixNano) / 1e6,
          isError: status.code === 2,
          attributes: asObject(attributes),
          resource: asObject(resource.attributes),
        })
      )
    )
  );
}

function asObject(attributes: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
