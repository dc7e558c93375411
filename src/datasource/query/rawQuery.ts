import { formatCondition, splitCondition } from '@openvcloud/contract/src/condition';
import type { Condition, Operator } from '@openvcloud/contract/src/filter';
import { checkCondition } from './checkCondition';
import { fieldsOf, isQueryType, QUERY_TYPES, type JobsQuery } from './query';

/**
 * A query in the words of the HTTP API, for people who know it from there: its type, then one parameter a line.
 *
 *     jobs
 *     filter=state|in|ERROR|TIMEOUT
 *     sort=-runMs
 *
 * What has no word there has the name under which it is saved. Line ends in a value are written as in an address.
 */
export function writeRawQuery(query: JobsQuery): string {
  const lines = PARAMETERS.flatMap(({ name, write }) => write(query).map((value) => `${name}=${escape(value)}`));
  return [query.queryType, ...lines].join('\n');
}

export interface RawFault {
  /** Counted from 1. */
  line: number;
  text: string;
}

/** What was written; what cannot be written there stays as it is in `before`. */
export function readRawQuery(text: string, before: JobsQuery): { query: JobsQuery } | { faults: RawFault[] } {
  const [type = '', ...rest] = text.split('\n').map((line) => line.trim());
  if (!isQueryType(type)) {
    return { faults: [{ line: 1, text: `Expected a query type (${QUERY_TYPES.join(', ')}), got "${type}".` }] };
  }
  const query = withoutParameters({ ...before, queryType: type });
  const faults = rest.flatMap((line, index) => {
    const fault = line === '' ? undefined : readLine(line, query);
    return fault === undefined ? [] : [{ line: index + 2, text: fault }];
  });
  return faults.length === 0 ? { query } : { faults };
}

interface Parameter {
  name: string;
  /** Its values in a query: none, one, or several. */
  write: (query: JobsQuery) => string[];
  /** Puts one more value into a query; → what is wrong with it. */
  read: (query: JobsQuery, value: string) => string | undefined;
  key: keyof JobsQuery;
}

const PARAMETERS: readonly Parameter[] = [
  { name: 'guid', key: 'guid', ...ofText('guid') },
  { name: 'id', key: 'jumpscriptId', ...ofText('jumpscriptId') },
  { name: 'version', key: 'jumpscriptVersion', ...ofText('jumpscriptVersion') },
  {
    name: 'filter',
    key: 'filters',
    write: ({ filters = [] }) => filters.map(formatCondition),
    read: (query, value) => {
      const [field = '', operator = '', ...values] = splitCondition(value);
      // Another operator than there is is what checkCondition names.
      const condition: Condition = { field, operator: operator as Operator, values };
      query.filters = [...(query.filters ?? []), condition];
      const fields = fieldsOf(query.queryType);
      return fields === undefined
        ? `A query for ${query.queryType} takes no filter.`
        : values.length === 0
          ? `Expected field|operator|value, got "${value}".`
          : (checkCondition(condition, fields) ?? undefined);
    },
  },
  { name: 'q', key: 'search', ...ofText('search') },
  { name: 'timeField', key: 'timeField', ...ofText('timeField') },
  { name: 'ignoreTimeRange', key: 'ignoreTimeRange', ...ofFlag('ignoreTimeRange') },
  { name: 'groupBy', key: 'groupBy', ...ofTexts('groupBy') },
  { name: 'stat', key: 'stats', ...ofTexts('stats') },
  { name: 'figure', key: 'figures', ...ofTexts('figures') },
  { name: 'startSeq', key: 'startSeq', ...ofText('startSeq') },
  { name: 'startTime', key: 'startTime', ...ofNumber('startTime') },
  { name: 'around', key: 'around', ...ofFlag('around') },
  { name: 'numberOf', key: 'figure', ...ofText('figure') },
  { name: 'sort', key: 'sort', ...ofText('sort') },
  { name: 'direction', key: 'direction', ...ofText('direction') },
  {
    name: 'limit',
    key: 'limit',
    write: ({ limit }) => (limit === undefined ? [] : [String(limit)]),
    read: (query, value) => {
      query.limit = Number(value);
      return /^[1-9]\d*$/.test(value) ? undefined : `Expected a number of rows, got "${value}".`;
    },
  },
  { name: 'format', key: 'format', ...ofText('format') },
  { name: 'exemplars', key: 'exemplars', ...ofFlag('exemplars') },
];

type Values = Pick<Parameter, 'write' | 'read'>;

function ofText(key: keyof JobsQuery): Values {
  return {
    write: (query) => (query[key] === undefined || query[key] === '' ? [] : [String(query[key])]),
    read: (query, value) => {
      Object.assign(query, { [key]: value });
      return undefined;
    },
  };
}

function ofNumber(key: keyof JobsQuery): Values {
  return {
    write: (query) => (query[key] === undefined ? [] : [String(query[key])]),
    read: (query, value) => {
      Object.assign(query, { [key]: Number(value) });
      return /^\d+$/.test(value) ? undefined : `Expected a number, got "${value}".`;
    },
  };
}

function ofFlag(key: keyof JobsQuery): Values {
  return {
    write: (query) => (query[key] === true ? ['true'] : []),
    read: (query, value) => {
      Object.assign(query, { [key]: value === 'true' });
      return value === 'true' || value === 'false' ? undefined : `Expected true or false, got "${value}".`;
    },
  };
}

function ofTexts(key: 'groupBy' | 'stats' | 'figures'): Values {
  return {
    write: (query) => [...(query[key] ?? [])],
    read: (query, value) => {
      Object.assign(query, { [key]: [...(query[key] ?? []), value] });
      return undefined;
    },
  };
}

function readLine(line: string, query: JobsQuery): string | undefined {
  const [, name = '', value = ''] = /^([^=]*)=(.*)$/.exec(line) ?? [];
  const parameter = PARAMETERS.find((candidate) => candidate.name === name.trim());
  return parameter === undefined
    ? `Expected name=value with a name of ${PARAMETERS.map((known) => known.name).join(', ')}; got "${line}".`
    : parameter.read(query, unescape(value.trim()));
}

function withoutParameters(query: JobsQuery): JobsQuery {
  const rest: JobsQuery = { ...query };
  PARAMETERS.forEach(({ key }) => Reflect.deleteProperty(rest, key));
  return rest;
}

const ESCAPES: ReadonlyArray<[string, string]> = [
  ['%', '%25'],
  ['\n', '%0A'],
  ['\r', '%0D'],
];

function escape(value: string): string {
  const escaped = ESCAPES.reduce((text, [sign, code]) => text.replaceAll(sign, code), value);
  // A blank at an end would be taken for one of the line.
  return escaped.replace(/^ | $/g, '%20');
}

function unescape(value: string): string {
  return value.replace(/%(25|0A|0D|20)/gi, (code) => decodeURIComponent(code));
}
