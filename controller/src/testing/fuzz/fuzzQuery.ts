import {
  formatCondition,
  JOB_FIELDS,
  JUMPSCRIPT_FIELDS,
  LOG_FIELDS,
  isOperator,
  OPERATORS,
  OPERATORS_BY_KIND,
  type Endpoint,
  type FieldKind,
  type FieldSpec,
} from '@openvcloud/contract';
import type { TSchema } from '@sinclair/typebox';
import fc from 'fast-check';
import { validValue, type KnownValues } from './fromSchema';
import { hostileText, hostileUrlPart, urlEncoded } from './hostile';

/** `name=value`, as it stands in a URL; a parameter may be there several times. */
type Pairs = readonly string[];

/**
 * Queries of one endpoint: as its schema wants them, with one parameter wrong, with one too many, and all hostile. What is
 * refused at the first wrong parameter says nothing of the others, so most have none.
 */
export function queryOf(endpoint: Endpoint, known: KnownValues): fc.Arbitrary<string> {
  const parameters = Object.entries<TSchema>(endpoint.query?.properties ?? {});
  const required = new Set(endpoint.query?.required ?? []);
  const valid = parametersOf(parameters, required, (name, schema) => validPairs(endpoint, name, schema, known));
  const hostile = parametersOf(parameters, required, (name) => hostilePair(name));
  const unknown = fc.tuple(hostileUrlPart, hostileUrlPart).map(([name, value]) => [`${name}=${value}`]);
  const spoiled = (more: fc.Arbitrary<Pairs>) => fc.tuple(valid, more).map(([pairs, added]) => [...pairs, ...added]);
  return fc
    .oneof(
      { weight: 16, arbitrary: valid.map((pairs) => ofOneKind(endpoint, pairs)) },
      ...(parameters.length === 0
        ? []
        : [{ weight: 4, arbitrary: spoiled(fc.oneof(...parameters.map(([name]) => hostilePair(name)))) }, hostile]),
      spoiled(unknown)
    )
    .map((pairs) => (pairs.length === 0 ? '' : `?${pairs.join('&')}`));
}

/** Where a list begins: at most one of these may be there. */
const PLACES = new Set(['cursor', 'at', 'startTime', 'startSeq']);

/** Each parameter is there or not; those that must be there are. */
function parametersOf(
  parameters: ReadonlyArray<[string, TSchema]>,
  required: ReadonlySet<string>,
  pairsOf: (name: string, schema: TSchema) => fc.Arbitrary<Pairs>
): fc.Arbitrary<Pairs> {
  return fc
    .tuple(
      ...parameters.map(([name, schema]) => {
        const pairs = pairsOf(name, schema);
        return required.has(name) ? pairs : sometimes(pairs, PLACES.has(name) ? 8 : 1);
      })
    )
    .map((parts) => parts.flat());
}

/** There once, for `absent` times that it is not. */
function sometimes(pairs: fc.Arbitrary<Pairs>, absent: number): fc.Arbitrary<Pairs> {
  return fc.oneof({ weight: absent, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: pairs });
}

const OF_JOBS = /^(timeField|sort|details)=/;
const OF_LOGS = /^(guid|direction)=/;

/** An export is of jobs or of log lines, and refuses what the other kind has. */
function ofOneKind({ path }: Endpoint, pairs: Pairs): Pairs {
  const others = pairs.includes('of=logs') ? OF_JOBS : OF_LOGS;
  return path.endsWith('/export') ? pairs.filter((one) => !others.test(one)) : pairs;
}

function validPairs(endpoint: Endpoint, name: string, schema: TSchema, known: KnownValues): fc.Arbitrary<Pairs> {
  const value = /filter$/i.test(name)
    ? fc.array(conditionOn(fieldsOf(endpoint, name)), { minLength: 1, maxLength: 3 })
    : validValue(schema, known, name);
  return value.map((one) => (Array.isArray(one) ? one : [one]).map((text) => pair(name, String(text))));
}

function hostilePair(name: string): fc.Arbitrary<Pairs> {
  return hostileUrlPart.map((value) => [`${name}=${value}`]);
}

function pair(name: string, value: string): string {
  return `${name}=${urlEncoded(value)}`;
}

type Fields = Readonly<Record<string, FieldSpec>>;

/** Where the rows depend on another parameter, the fields that both kinds of row have. */
function fieldsOf({ path }: Endpoint, name: string): Fields {
  if (path.includes('export') || path.includes('values')) {
    return Object.fromEntries(Object.entries(LOG_FIELDS).filter(([field]) => field in JOB_FIELDS));
  }
  if (path.includes('jumpscripts')) {
    return JUMPSCRIPT_FIELDS;
  }
  return name === 'logFilter' || path.endsWith('logs') ? LOG_FIELDS : JOB_FIELDS;
}

/** Conditions whose field has the operator and may have the value, so that they reach PostgreSQL; some with any of the three. */
function conditionOn(fields: Fields): fc.Arbitrary<string> {
  const fitting = fc.constantFrom(...Object.entries(fields)).chain(([field, { kind }]) =>
    fc.constantFrom(...OPERATORS_BY_KIND[kind]).chain((operator) =>
      fc
        .array(
          valueFor(kind, operator),
          OPERATORS[operator].takes === 'range' ? { minLength: 2, maxLength: 2 } : { minLength: 1, maxLength: 3 }
        )
        .map((values) => ({
          field,
          operator,
          values: ['many', 'range'].includes(OPERATORS[operator].takes) ? values : values.slice(0, 1),
        }))
    )
  );
  const any = fc.record({
    field: fc.constantFrom(...Object.keys({ ...JOB_FIELDS, ...LOG_FIELDS })),
    operator: fc.constantFrom(...Object.keys(OPERATORS).filter(isOperator)),
    values: fc.array(fc.oneof(fc.constantFrom('1', '-1', 'OK', '', '999999999999999', '0.5'), hostileText), {
      minLength: 1,
      maxLength: 3,
    }),
  });
  return fc.oneof({ weight: 24, arbitrary: fitting }, { weight: 1, arbitrary: any }).map(formatCondition);
}

function valueFor(kind: FieldKind, operator: string): fc.Arbitrary<string> {
  if (kind === 'number' || kind === 'time') {
    return fc.constantFrom('1', '-1', '0', '7', '999999999999999');
  }
  if (operator.includes('regex')) {
    return fc.constantFrom('^o', 'check_[0-9]$', '.*', 'a|b', '(a*)*b', '\\\\d{2,3}', '[[:alpha:]]+');
  }
  return fc.oneof(
    fc.constantFrom('OK', 'ERROR', 'io', 'echo', 'disk_check_1', 'node1', '%', '_'),
    hostileText.filter((text) => !text.includes('\0') && Buffer.from(text).toString() === text && text.length < 5_000)
  );
}
