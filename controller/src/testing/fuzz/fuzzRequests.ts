import type { Endpoint } from '@openvcloud/contract';
import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { nearlyValid, validValue, type KnownValues } from './fromSchema';
import { queryOf } from './fuzzQuery';
import { hostileJson, hostileUrlPart, jsonText, urlEncoded } from './hostile';

/** A request as it goes over the wire. */
export interface FuzzRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer | null;
}

/** Requests of one endpoint: valid, nearly valid, hostile. */
export function fuzzRequests(endpoint: Endpoint, known: KnownValues): fc.Arbitrary<FuzzRequest> {
  return fc
    .record({
      path: pathOf(endpoint, known),
      query: queryOf(endpoint, known),
      body: bodyOf(endpoint, known),
      key: fc.oneof(
        { weight: 6, arbitrary: fc.constant(null) },
        { weight: 3, arbitrary: fc.uuid() },
        fc.oneof(fc.string({ maxLength: 20 }).map(toHeader), fc.constant('k'.repeat(300)))
      ),
    })
    .map(({ path, query, body, key }) => ({
      method: endpoint.method,
      path: `${path}${query}`,
      headers: { ...body?.headers, ...(key === null ? {} : { 'idempotency-key': key }) },
      body: body?.bytes ?? null,
    }));
}

function pathOf({ path, params }: Endpoint, known: KnownValues): fc.Arbitrary<string> {
  const parts = path.split('/').map((part) => {
    const name = part.startsWith(':') ? part.slice(1) : null;
    const schema = name === null ? undefined : params?.properties[name];
    return name === null || schema === undefined
      ? fc.constant(part)
      : fc.oneof({ weight: 6, arbitrary: validValue(schema, known, name).map(toUrl) }, hostileUrlPart);
  });
  return fc.tuple(...parts).map((texts) => texts.join('/'));
}

interface FuzzBody {
  bytes: Buffer;
  headers: Record<string, string>;
}
const JSON_TYPE = { 'content-type': 'application/json' };

function bodyOf({ path, body: schema }: Endpoint, known: KnownValues): fc.Arbitrary<FuzzBody | null> {
  const valid = schema === undefined ? hostileJson : validValue(schema, known).map((value) => consistent(path, value));
  const json = fc.oneof({ weight: 10, arbitrary: valid }, { weight: 3, arbitrary: nearlyValid(valid) }, hostileJson);
  const text = json.map(jsonText);
  const plain = text.map((one) => ({ bytes: Buffer.from(one), headers: JSON_TYPE }));
  const broken = fc
    .oneof(
      fc.tuple(text, fc.nat()).map(([one, at]) => one.slice(0, at % (one.length + 1))),
      fc
        .tuple(text, fc.constantFrom('1e400', '-', '"\\ud800"', '{"__proto__":{}}', '"\\u0000"'))
        .map(([one, part]) => one.replace(/:[^,}]*/, `:${part}`)),
      fc.constantFrom(5, 100_000).map((depth) => '['.repeat(depth))
    )
    .map((one) => ({ bytes: Buffer.from(one), headers: JSON_TYPE }));
  const bytes = fc.uint8Array({ maxLength: 60 }).map((one) => ({ bytes: Buffer.from(one), headers: JSON_TYPE }));
  const typed = fc
    .tuple(
      text,
      fc.constantFrom('text/plain', 'application/xml', 'application/json; charset=utf-16', 'multipart/form-data', ';;')
    )
    .map(([one, type]) => ({ bytes: Buffer.from(one), headers: { 'content-type': type } }));
  const encoded = fc.oneof(
    text.map((one) => gzip(gzipSync(one))),
    fc.tuple(text, fc.nat()).map(([one, at]) => gzip(gzipSync(one).subarray(0, at % 30))),
    fc.uint8Array({ maxLength: 60 }).map((one) => gzip(Buffer.from(one))),
    fc.constant(gzip(BOMB)),
    text.map((one) => ({ bytes: Buffer.from(one), headers: { ...JSON_TYPE, 'content-encoding': 'br' } }))
  );
  const all = fc.oneof({ weight: 14, arbitrary: plain }, { weight: 2, arbitrary: broken }, bytes, typed, encoded);
  // What takes no body is rarely sent one.
  return fc.oneof(
    { weight: schema === undefined ? 5 : 1, arbitrary: fc.constant(null) },
    { weight: schema === undefined ? 1 : 12, arbitrary: all }
  );
}

/** What a schema cannot say: a job has one target, an act names jobs or says which, only a token of an agent has a node. */
function consistent(path: string, value: unknown): unknown {
  const [, mend] = CONSISTENT.find(([end]) => path.endsWith(end)) ?? [];
  return mend === undefined || typeof value !== 'object' || value === null ? value : mend(value);
}

/** By the end of a path; the first that fits. */
const CONSISTENT: ReadonlyArray<readonly [string, (value: object) => object]> = [
  ['/bridge/jobs', bridgedJobsOf],
  ['/jobs', (value) => ('nid' in value ? { ...value, role: undefined, all: undefined } : { role: 'node', ...value })],
  ['/bulk-acts', bulkActOf],
  ['/tokens', tokenOf],
];

function bridgedJobsOf(value: object): object {
  return 'jobs' in value && Array.isArray(value.jobs)
    ? { ...value, jobs: value.jobs.map((job: object) => ({ ...job, argsJson: '{}', resultJson: null })) }
    : value;
}

function bulkActOf(value: object): object {
  const which = 'guids' in value ? { filter: undefined } : { filter: ['state|=|ERROR'] };
  return { ...value, ...which, q: undefined, from: undefined, to: undefined, timeField: undefined };
}

function tokenOf(value: object): object {
  const role = 'role' in value ? value.role : undefined;
  const source = role === 'bridge' ? 'old' : undefined;
  return { ...value, grid: 'own', nid: role === 'agent' ? 7 : undefined, source };
}

const BOMB = gzipSync(Buffer.alloc(64 * 1024 * 1024));

function gzip(bytes: Buffer): FuzzBody {
  return { bytes, headers: { ...JSON_TYPE, 'content-encoding': 'gzip' } };
}

function toUrl(value: unknown): string {
  return urlEncoded(String(value));
}

function toHeader(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?');
}
