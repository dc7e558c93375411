import { formatCondition, JOB_FIELDS, LOG_FIELDS, OPERATORS, type Endpoint } from '@openvcloud/contract';
import type { TObject, TSchema } from '@sinclair/typebox';
import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { nearlyValid, validValue, type KnownValues } from './fromSchema';
import { hostileJson, hostileText, hostileUrlPart, urlEncoded } from './hostile';

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
      query: queryOf(endpoint.query, known),
      body: bodyOf(endpoint.body, known),
      key: fc.option(fc.oneof(fc.string({ maxLength: 20 }).map(toHeader), fc.constant('k'.repeat(300))), { freq: 3 }),
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
      : fc.oneof({ weight: 4, arbitrary: validValue(schema, known, name).map(toUrl) }, hostileUrlPart);
  });
  return fc.tuple(...parts).map((texts) => texts.join('/'));
}

function queryOf(schema: TObject | undefined, known: KnownValues): fc.Arbitrary<string> {
  const pairs = Object.entries<TSchema>(schema?.properties ?? {}).map(([name, property]) =>
    fc.option(
      queryValue(name, property, known).map((value) => `${name}=${value}`),
      { freq: 1 }
    )
  );
  const strange = fc.option(
    fc.tuple(hostileUrlPart, hostileUrlPart).map(([name, value]) => `${name}=${value}`),
    { freq: 1 }
  );
  return fc.tuple(...pairs, strange).map((parts) => {
    const given = parts.filter((part) => part !== null);
    return given.length === 0 ? '' : `?${given.join('&')}`;
  });
}

function queryValue(name: string, schema: TSchema, known: KnownValues): fc.Arbitrary<string> {
  const valid = name === 'filter' ? conditions : validValue(schema, known, name).map(String);
  return fc.oneof({ weight: 5, arbitrary: valid.map(toUrl) }, hostileUrlPart);
}

/** Conditions whose field and operator exist, so that their values reach PostgreSQL. */
const conditions = fc
  .record({
    field: fc.constantFrom(...Object.keys({ ...JOB_FIELDS, ...LOG_FIELDS })),
    operator: fc.constantFrom(...OPERATORS),
    values: fc.array(fc.oneof(fc.constantFrom('1', '-1', 'OK', '', '999999999999999', '0.5'), hostileText), {
      minLength: 1,
      maxLength: 3,
    }),
  })
  .map(formatCondition);

interface FuzzBody {
  bytes: Buffer;
  headers: Record<string, string>;
}
const JSON_TYPE = { 'content-type': 'application/json' };

function bodyOf(schema: TSchema | undefined, known: KnownValues): fc.Arbitrary<FuzzBody | null> {
  const valid = schema === undefined ? hostileJson : validValue(schema, known);
  const json = fc.oneof({ weight: 3, arbitrary: valid }, { weight: 4, arbitrary: nearlyValid(valid) }, hostileJson);
  const text = json.map((value) => JSON.stringify(value) ?? '');
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
  const all = fc.oneof({ weight: 10, arbitrary: plain }, { weight: 2, arbitrary: broken }, bytes, typed, encoded);
  // What takes no body is rarely sent one.
  return fc.oneof(
    { weight: schema === undefined ? 5 : 1, arbitrary: fc.constant(null) },
    { weight: schema === undefined ? 1 : 12, arbitrary: all }
  );
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
