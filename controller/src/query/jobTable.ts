import type { ColumnTable } from './filterSql';

/** Where a job's fields are stored, and what is done with each: the one place that knows. */
export interface JobColumn {
  sql: string;
  type: 'text' | 'bigint' | 'integer' | 'double precision' | 'boolean' | 'text[]' | 'integer[]';
  isNullable: boolean;
  /** May a list be filtered by it? The contract's table of fields (contract/src/filter.ts) says the same. */
  isField: boolean;
  /** Is it shown in a list's rows, in a job's details, in both, or kept to ourselves? */
  shown: 'always' | 'list' | 'details' | 'never';
  /** What a list shows of it, where that is not all. */
  inList?: string;
  /** What is shown of it, where a source of jobs has more in the column: how long it is so far (jobSource). */
  shownAs?: string;
  /** What conditions look into, where that is more than the column: all of what the column has the beginning of. */
  sought?: string;
  /** Set when the job is stored; what is not has the table's default. */
  isBorn?: true;
  /** When the job ends: set, or kept where the end says nothing of it. */
  atEnd?: 'set' | 'kept';
  /** May change before the end: the journal notes it as each change left it. */
  isNoted?: true;
  /** What only an ended job has: not shown of an earlier change. */
  isOutcome?: true;
  /** Is it said of a job from other tables, and no column of its own? */
  isDerived?: true;
  /** Worked out by PostgreSQL: how, of a job as a change left it. */
  computed?: string;
}

const text = { type: 'text', isNullable: false, isField: true, shown: 'always' } as const;
const nullableText = { ...text, isNullable: true } as const;
const bigint = { type: 'bigint', isNullable: false, isField: true, shown: 'always' } as const;
const time = { ...bigint, isNullable: true } as const;
const integer = { ...bigint, type: 'integer' } as const;
const nullableInteger = { ...integer, isNullable: true } as const;
const seconds = { ...bigint, type: 'double precision' } as const;
const list = { ...text, type: 'text[]' } as const;
const unfiltered = { isField: false } as const;
const outcome = { isBorn: true, atEnd: 'set', isOutcome: true } as const;
const details = { shown: 'details', isField: false } as const;
const own = { shown: 'never', isField: false } as const;

/** As a condition, so that the few rows of unresolved_failures are read first, and the jobs by them. */
const UNRESOLVED = `(state in ('ERROR', 'TIMEOUT') and (gid, time_create, guid) in (select gid, time_create, guid from unresolved_failures))`;

export const JOB_TABLE = {
  guid: { sql: 'guid', ...text, isBorn: true, isNoted: true },
  id: { sql: 'id', ...bigint, isNoted: true },
  source: { sql: 'source', ...text, isBorn: true },
  nativeId: { sql: 'native_id', ...nullableText, isBorn: true },
  gid: { sql: 'gid', ...integer },
  nid: { sql: 'nid', ...nullableInteger, isBorn: true, isNoted: true },
  nodeName: { sql: 'node_name', ...nullableText, isBorn: true, isNoted: true },
  organization: { sql: 'organization', ...text, isBorn: true },
  category: { sql: 'category', ...text, isBorn: true },
  cmd: { sql: 'cmd', ...text, isBorn: true },
  jumpscriptId: { sql: 'jumpscript_id', ...nullableText, isBorn: true },
  jumpscriptVersion: { sql: 'jumpscript_version', ...nullableInteger, isBorn: true },
  jumpscriptHash: { sql: 'jumpscript_hash', ...nullableText, ...details, isBorn: true },
  roles: { sql: 'roles', ...list, isBorn: true },
  wantedRole: { sql: 'wanted_role', ...nullableText, ...own, isBorn: true },
  queue: { sql: 'queue', ...text, isBorn: true },
  state: { sql: 'state', ...text, isBorn: true, isNoted: true, atEnd: 'set' },
  nativeState: { sql: 'native_state', ...text, isBorn: true, isNoted: true, atEnd: 'set' },
  args: { sql: 'args', ...text, shown: 'details', isBorn: true },
  result: { sql: 'result', ...nullableText, ...details, ...outcome },
  resultTruncated: { sql: 'result_truncated', ...time, ...details, ...outcome },
  resultPreview: {
    sql: 'result_preview',
    ...nullableText,
    sought: 'coalesce(error_message, result)',
    shown: 'list',
    ...outcome,
  },
  resultCode: { sql: 'result_code', ...nullableInteger, ...outcome },
  errorType: { sql: 'error_type', ...nullableText, ...outcome },
  errorMessage: {
    sql: 'error_message',
    ...nullableText,
    inList: 'left(error_message, 300)',
    ...outcome,
  },
  errorMessageTruncated: { sql: 'error_message_truncated', ...time, ...details, ...outcome },
  errorBacktrace: { sql: 'error_backtrace', ...nullableText, ...details, ...outcome },
  errorBacktraceTruncated: { sql: 'error_backtrace_truncated', ...time, ...details, ...outcome },
  errorFile: { sql: 'error_file', ...nullableText, ...details, ...outcome },
  errorLine: { sql: 'error_line', ...nullableInteger, ...details, ...outcome },
  errorFunction: { sql: 'error_function', ...nullableText, ...details, ...outcome },
  errorCode: { sql: 'error_code', ...nullableText, ...details, ...outcome },
  errorSignature: { sql: 'error_signature', ...nullableText, ...outcome },
  unresolved: {
    sql: 'is_unresolved(gid, state, time_create, guid)',
    type: 'boolean',
    isNullable: false,
    isField: true,
    shown: 'always',
    sought: UNRESOLVED,
    isDerived: true,
  },
  signatureVersion: { sql: 'signature_version', ...nullableInteger, ...own, ...outcome },
  timeCreate: { sql: 'time_create', ...bigint, isBorn: true, isNoted: true },
  timeStart: { sql: 'time_start', ...time, isNoted: true, atEnd: 'set' },
  timeStop: { sql: 'time_stop', ...time, isBorn: true, isNoted: true, atEnd: 'set' },
  timeKnown: { sql: 'time_known', ...time, isBorn: true, isNoted: true, atEnd: 'set' },
  waitMs: {
    sql: 'wait_ms',
    ...time,
    computed: 'c.time_start - j.time_create',
    shownAs: 'case when time_start is not null then wait_ms end',
  },
  runMs: {
    sql: 'run_ms',
    ...time,
    computed: 'c.time_stop - c.time_start',
    shownAs: 'case when time_stop is not null then run_ms end',
  },
  timeoutSeconds: { sql: 'timeout_seconds', ...seconds, isBorn: true },
  parentGuid: { sql: 'parent_guid', ...nullableText, isBorn: true },
  chainGuid: { sql: 'chain_guid', ...nullableText, ...own, isBorn: true },
  batchGuid: { sql: 'batch_guid', ...nullableText, isBorn: true },
  attempt: { sql: 'attempt', ...integer, isNoted: true },
  maxAttempts: { sql: 'max_attempts', ...integer, ...unfiltered, isBorn: true },
  backoffSeconds: { sql: 'backoff_seconds', ...seconds, ...own, isBorn: true },
  tags: { sql: 'tags', ...list, isBorn: true },
  user: { sql: 'username', ...nullableText, isBorn: true },
  log: { sql: 'log', type: 'boolean', isNullable: false, ...unfiltered, shown: 'always', isBorn: true },
  logLines: { sql: 'log_lines', ...bigint, ...unfiltered, isNoted: true, atEnd: 'kept' },
  droppedLines: { sql: 'dropped_lines', ...bigint, ...unfiltered, atEnd: 'kept' },
  droppedBecause: { sql: 'dropped_because', ...list, ...unfiltered, atEnd: 'kept' },
  unknownFields: { sql: 'unknown_fields', ...list, ...unfiltered, isBorn: true },
  notes: { sql: 'notes', ...list, ...unfiltered, isBorn: true },
  leaseUntil: { sql: 'lease_until', ...time, ...details },
  toldHash: { sql: 'told_hash', ...nullableText, ...own },
  formerNids: { sql: 'former_nids', ...list, type: 'integer[]', ...own },
  reportedAttempts: { sql: 'reported_attempts', ...list, type: 'integer[]', ...own },
} as const satisfies Record<string, JobColumn>;

export type JobColumnName = keyof typeof JOB_TABLE;
type NamesWith<Wanted> = {
  [Name in JobColumnName]: (typeof JOB_TABLE)[Name] extends Wanted ? Name : never;
}[JobColumnName];
/** Columns that a job is stored with, and those that its end sets. */
export type BornColumn = NamesWith<{ isBorn: true }>;
export type EndColumn = NamesWith<{ atEnd: 'set' | 'kept' }>;
type FieldColumn = NamesWith<{ isField: true }>;

/** Names of the columns that `isWanted`, in the table's order. */
export function jobColumns(isWanted: (column: JobColumn) => boolean): JobColumnName[] {
  return (Object.keys(JOB_TABLE) as JobColumnName[]).filter((name) => isWanted(JOB_TABLE[name]));
}

/** A row as the API names it: `j.node_name as "nodeName", ...`; `of` is the table's name in the statement, where it has one. */
export function selected(names: readonly JobColumnName[], of?: 'j'): string {
  const prefix = of === undefined ? '' : `${of}.`;
  return names.map((name) => named(`${prefix}${JOB_TABLE[name].sql}`, name)).join(', ');
}

const listed = jobColumns(({ shown }) => shown === 'always' || shown === 'list');
export const JOB_SUMMARY_COLUMNS = listed
  .map((name) => {
    const { sql, shownAs = sql, inList = shownAs }: JobColumn = JOB_TABLE[name];
    return named(inList, name);
  })
  .join(', ');
export const JOB_DETAIL_COLUMNS = jobColumns(({ shown }) => shown === 'always' || shown === 'details')
  .map((name) => {
    const { sql, shownAs = sql }: JobColumn = JOB_TABLE[name];
    return named(shownAs, name);
  })
  .join(', ');

function named(sql: string, name: string): string {
  return sql === name ? sql : `${sql} as "${name}"`;
}

/** For json_to_recordset: `guid text, time_create bigint, ...`. */
export function typedColumns(names: readonly JobColumnName[]): string {
  return names.map((name) => `${JOB_TABLE[name].sql} ${JOB_TABLE[name].type}`).join(', ');
}

/** A job's values by their names in the API → the same by their columns: what json_populate_recordset takes. */
export function jobRow(values: Partial<Record<JobColumnName, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [JOB_TABLE[name as JobColumnName].sql, value])
  );
}

/** As conditions see them: PostgreSQL compares integers of every size. */
export const FIELD_COLUMNS = Object.fromEntries(
  jobColumns(({ isField }) => isField).map((name) => {
    const { sql, sought = sql, type, isNullable }: JobColumn = JOB_TABLE[name];
    return [name, { sql: sought, type: type === 'integer' ? 'bigint' : type, isNullable }];
  })
) as ColumnTable<FieldColumn>;
