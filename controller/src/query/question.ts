import {
  FAILURE_FIELDS,
  isConditionFault,
  JOB_FIELDS,
  JUMPSCRIPT_FIELDS,
  LOG_FIELDS,
  NODE_STAT_FIELDS,
  parseCondition,
  type Condition,
  type FailureField,
  type FieldSpec,
  type JobField,
  type JumpScriptField,
  type LogField,
  type NodeStatField,
  type TimeField,
} from '@openvcloud/contract';
import { ApiError } from '../errors/errors';
import { refuseCostly } from './regexCost';
import type { TimeWindow } from './timeWindow';

/** A condition on a field that its table has. */
export interface ConditionOn<Field extends string> extends Condition {
  field: Field;
}

/** Which rows somebody asks for. Made once, where the request comes in: nothing below reads the text of a filter again. */
interface Question<Field extends string> {
  /** Combined with AND. */
  conditions: ReadonlyArray<ConditionOn<Field>>;
  /** Free text; empty when none is looked for. */
  search: string;
  /** Half-open: from <= time < to, epoch milliseconds. */
  from?: number;
  to?: number;
}

export interface JobQuestion extends Question<JobField> {
  /** Which of a job's times the range is about. */
  timeField: TimeField;
  /** When such jobs can have been created: says nothing new, but which days to look at (createdWithin). */
  created?: TimeWindow;
}
export type FailureQuestion = Question<FailureField>;
export type LogQuestion = Question<LogField>;
export type JumpScriptQuestion = Question<JumpScriptField>;
export type NodeStatQuestion = Pick<Question<NodeStatField>, 'conditions'>;

/** As it comes over the wire. */
export interface WireQuestion {
  filter?: readonly string[];
  q?: string;
  from?: number;
  to?: number;
}

export interface WireJobQuestion extends WireQuestion {
  timeField?: TimeField;
}

/** Pure. Throws what is wrong with it. */
export function jobQuestion({ timeField = 'timeCreate', ...wire }: WireJobQuestion): JobQuestion {
  return { ...parseQuestion(wire, JOB_FIELDS), timeField };
}

/** Pure. Throws what is wrong with it. */
export function logQuestion(wire: WireQuestion): LogQuestion {
  return parseQuestion(wire, LOG_FIELDS);
}

/** Pure. Throws what is wrong with it. */
export function failureQuestion(wire: WireQuestion): FailureQuestion {
  return parseQuestion(wire, FAILURE_FIELDS);
}

/** Pure. Throws what is wrong with it. What exists now has no time range. */
export function jumpscriptQuestion({ filter, q }: WireQuestion): JumpScriptQuestion {
  return parseQuestion({ filter, q }, JUMPSCRIPT_FIELDS);
}

/** Pure. Throws what is wrong with it. */
export function nodeStatQuestion({ filter }: Pick<WireQuestion, 'filter'>): NodeStatQuestion {
  return parseQuestion({ filter }, NODE_STAT_FIELDS);
}

function parseQuestion<Field extends string>(
  { filter = [], q = '', from, to }: WireQuestion,
  fields: Readonly<Record<Field, FieldSpec>>
): Question<Field> {
  refuseNul(q, 'q');
  refuseEmptyRange(from, to);
  const conditions = filter.map((text) => parseFilter(text, fields));
  refuseCostly(conditions);
  return {
    conditions,
    search: q,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

function parseFilter<Field extends string>(
  text: string,
  fields: Readonly<Record<Field, FieldSpec>>
): ConditionOn<Field> {
  const parsed = parseCondition(text, fields);
  if (isConditionFault(parsed)) {
    throw new ApiError(parsed.code, `Expected ${parsed.expected}, got filter "${text.slice(0, 200)}".`);
  }
  refuseNul(text, 'filter');
  const { field } = parsed;
  if (!isFieldOf(field, fields)) {
    throw new Error(`expected a field of the table, got ${field}`);
  }
  return { ...parsed, field };
}

export function isFieldOf<Field extends string>(
  name: string,
  fields: Readonly<Record<Field, FieldSpec>>
): name is Field {
  return Object.hasOwn(fields, name);
}

/** PostgreSQL holds no NUL in text: said here, in words about the request. */
export function refuseNul(text: string | undefined, parameter: string): void {
  if (text?.includes('\0')) {
    throw new ApiError('BAD_PARAMETER', `Expected ${parameter} without NUL characters, got one.`);
  }
}

export function refuseEmptyRange(from: number | undefined, to: number | undefined): void {
  if (from !== undefined && to !== undefined && from >= to) {
    throw new ApiError('BAD_TIME_RANGE', `Expected from before to, got from ${from} and to ${to}.`);
  }
}
