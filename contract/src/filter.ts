/**
 * The filter model: the same words in the API, the query editor, the panels and the URL.
 * No schema library here: the plugin bundles import this file.
 */
export type FieldKind = 'keyword' | 'list' | 'text' | 'number' | 'time' | 'flag';

/**
 * `pattern` is a regular expression. `range` is half-open, [from, to); an empty bound is open. Times are epoch ms,
 * durations ms.
 */
type Takes = 'one' | 'many' | 'text' | 'pattern' | 'range';

export interface OperatorSpec {
  /** What a person says between the field and the values. */
  words: string;
  takes: Takes;
  /** Kinds of fields it works on. */
  on: readonly FieldKind[];
  /** What stands before and after the values where a condition is typed in short; two with one sign differ in `takes`. */
  sign?: readonly [before: string, after: string];
  /** What it becomes with several values, as a variable or a typed list may give. */
  several?: string;
  /** The operator that it is the opposite of. */
  negates?: string;
}

/** All there is to say of an operator, but for its SQL: editors, short texts and the data source's backend read it here. */
const TABLE = {
  '=': { words: 'is', takes: 'one', on: ['keyword', 'list', 'number', 'flag'], sign: ['=', ''], several: 'in' },
  '!=': {
    words: 'is not',
    takes: 'one',
    on: ['keyword', 'list', 'number', 'flag'],
    sign: ['!=', ''],
    several: 'not in',
    negates: '=',
  },
  in: { words: 'is one of', takes: 'many', on: ['keyword', 'list', 'number', 'flag'], sign: ['', ''] },
  'not in': {
    words: 'is none of',
    takes: 'many',
    on: ['keyword', 'list', 'number', 'flag'],
    sign: ['!', ''],
    negates: 'in',
  },
  contains: { words: 'contains', takes: 'text', on: ['keyword', 'list', 'text'], sign: ['', ''] },
  'not contains': {
    words: 'does not contain',
    takes: 'text',
    on: ['keyword', 'list', 'text'],
    sign: ['!', ''],
    negates: 'contains',
  },
  startsWith: { words: 'starts with', takes: 'text', on: ['keyword', 'text'], sign: ['^', ''] },
  regex: { words: 'matches regex', takes: 'pattern', on: ['keyword', 'text'], sign: ['/', '/'] },
  'not regex': {
    words: 'does not match regex',
    takes: 'pattern',
    on: ['keyword', 'text'],
    sign: ['!/', '/'],
    negates: 'regex',
  },
  range: { words: 'in range', takes: 'range', on: ['number', 'time'] },
} as const satisfies Record<string, OperatorSpec>;
export type Operator = keyof typeof TABLE;

type KnownOperator = OperatorSpec & { several?: Operator; negates?: Operator };
export const OPERATORS: Readonly<Record<Operator, Readonly<KnownOperator>>> = TABLE;

/** For conditions of saved queries and URLs, where an operator may be one that this version does not know. */
export function operatorSpec(operator: string): Readonly<KnownOperator> {
  return isOperator(operator) ? OPERATORS[operator] : { words: operator, takes: 'text', on: [] };
}

export const OPERATORS_BY_KIND: Readonly<Record<FieldKind, readonly Operator[]>> = {
  keyword: operatorsOn('keyword'),
  list: operatorsOn('list'),
  text: operatorsOn('text'),
  number: operatorsOn('number'),
  time: operatorsOn('time'),
  flag: operatorsOn('flag'),
};

function operatorsOn(kind: FieldKind): Operator[] {
  return Object.keys(OPERATORS)
    .filter(isOperator)
    .filter((operator) => OPERATORS[operator].on.includes(kind));
}

export function isOperator(text: string): text is Operator {
  return Object.hasOwn(OPERATORS, text);
}

/** What a condition on such a field begins with. */
export function firstOperator(kind: FieldKind | undefined): Operator {
  return (kind === undefined ? undefined : OPERATORS_BY_KIND[kind][0]) ?? '=';
}

export function isNegated(operator: string): boolean {
  return operatorSpec(operator).negates !== undefined;
}

export interface FieldSpec {
  kind: FieldKind;
  label: string;
  unit?: 'ms' | 's';
  /** May be the sort column. */
  isSortable: boolean;
  /** /values/{field} completes it. */
  isCompletable: boolean;
}

function field(kind: FieldKind, label: string, flags = '', unit?: 'ms' | 's'): FieldSpec {
  return {
    kind,
    label,
    isSortable: flags.includes('s'),
    isCompletable: flags.includes('v'),
    ...(unit ? { unit } : {}),
  };
}

/** Named as in a row of the list. Flags: s = sortable, v = values can be completed. */
export const JOB_FIELDS = {
  guid: field('keyword', 'Job'),
  id: field('number', 'Id', 's'),
  state: field('keyword', 'State', 'sv'),
  nativeState: field('keyword', 'Native state', 'sv'),
  source: field('keyword', 'Source', 'sv'),
  nativeId: field('keyword', 'Native id'),
  gid: field('number', 'Grid', 'sv'),
  nid: field('number', 'Node id', 'sv'),
  nodeName: field('keyword', 'Node', 'sv'),
  organization: field('keyword', 'Organization', 'sv'),
  category: field('keyword', 'Category', 'sv'),
  cmd: field('keyword', 'Command', 'sv'),
  jumpscriptId: field('keyword', 'JumpScript', 'sv'),
  jumpscriptVersion: field('number', 'JumpScript version', 's'),
  roles: field('list', 'Roles', 'v'),
  queue: field('keyword', 'Queue', 'sv'),
  args: field('text', 'Arguments'),
  resultPreview: field('text', 'Result', 's'),
  resultCode: field('number', 'Result code', 's'),
  errorType: field('keyword', 'Error type', 'sv'),
  errorMessage: field('text', 'Error message'),
  errorSignature: field('keyword', 'Failure signature', 'v'),
  unresolved: field('flag', 'Unresolved', 'v'),
  timeCreate: field('time', 'Time create', 's'),
  timeStart: field('time', 'Time start', 's'),
  timeStop: field('time', 'Time stop', 's'),
  timeKnown: field('time', 'Time known', 's'),
  waitMs: field('number', 'Wait', 's', 'ms'),
  runMs: field('number', 'Run', 's', 'ms'),
  timeoutSeconds: field('number', 'Timeout', 's', 's'),
  parentGuid: field('keyword', 'Parent job'),
  batchGuid: field('keyword', 'Batch'),
  attempt: field('number', 'Attempt', 's'),
  tags: field('list', 'Tags', 'v'),
  user: field('keyword', 'User', 'sv'),
} as const satisfies Record<string, FieldSpec>;
export type JobField = keyof typeof JOB_FIELDS;

export const LOG_FIELDS = {
  jobGuid: field('keyword', 'Job'),
  source: field('keyword', 'Source', 'v'),
  gid: field('number', 'Grid', 'v'),
  nid: field('number', 'Node id', 'v'),
  nodeName: field('keyword', 'Node', 'v'),
  organization: field('keyword', 'Organization', 'v'),
  cmd: field('keyword', 'Command', 'v'),
  level: field('number', 'Level', 'v'),
  nativeLevel: field('keyword', 'Native level', 'v'),
  appName: field('keyword', 'App name', 'v'),
  category: field('keyword', 'Category', 'v'),
  message: field('text', 'Message'),
  pid: field('number', 'Process id'),
  tags: field('list', 'Tags', 'v'),
} as const satisfies Record<string, FieldSpec>;
export type LogField = keyof typeof LOG_FIELDS;

export const JUMPSCRIPT_FIELDS = {
  id: field('keyword', 'JumpScript'),
  source: field('keyword', 'Source', 'v'),
  gid: field('number', 'Grid', 'v'),
  organization: field('keyword', 'Organization', 'v'),
  name: field('keyword', 'Name', 'v'),
  category: field('keyword', 'Category', 'v'),
  queue: field('keyword', 'Queue', 'v'),
  roles: field('list', 'Roles', 'v'),
  author: field('keyword', 'Author', 'v'),
  descr: field('text', 'Description'),
} as const satisfies Record<string, FieldSpec>;
export type JumpScriptField = keyof typeof JUMPSCRIPT_FIELDS;

/** Fields that the kept counts keep apart: counts by them are as fast over a year as over an hour. */
export const KEPT_FIELDS = [
  'state',
  'queue',
  'organization',
  'cmd',
  'nid',
  'nodeName',
  'gid',
  'category',
  'source',
] as const;
export type KeptField = (typeof KEPT_FIELDS)[number];

/** Fields counts can be grouped by; by those that are not kept, the jobs of the time range are read. */
export const GROUP_FIELDS = [...KEPT_FIELDS, 'errorType', 'errorSignature'] as const;
export type GroupField = (typeof GROUP_FIELDS)[number];

/** What a list of jobs is sorted by when nothing is said: newest first. */
export const DEFAULT_JOB_SORT = '-timeCreate';

/** The value of a dashboard variable's "All": a condition that has it holds nothing back, and is not sent. */
export const ALL_VALUE = '__all';

/**
 * Which of a job's times a time range means. By `timeKnown`, when the controller learned how a job ended, every outcome is in
 * a window that ends now when it becomes known, also that of a job whose agent was cut off: so alert rules count by it.
 */
export const TIME_FIELDS = ['timeCreate', 'timeStart', 'timeStop', 'timeKnown'] as const;
export type TimeField = (typeof TIME_FIELDS)[number];

/** Conditions are combined with AND. */
export interface Condition {
  field: string;
  operator: Operator;
  values: string[];
}
