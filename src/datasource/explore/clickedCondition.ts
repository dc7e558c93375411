import { OPERATORS, type Condition, type FieldSpec, type Operator } from '@openvcloud/contract/src/filter';
import { LOG_LEVELS } from '@openvcloud/contract/src/logLevel';
import { fieldsOf, valuesOf, type JobsQuery } from '../query/query';

/** Pure. What a click on a value of a frame, or on a label of a log line, asks for; undefined: nothing can be asked of it. */
export function clickedCondition(query: JobsQuery, key: string, value: string, isOut: boolean): Condition | undefined {
  const fields = fieldsOf(query.queryType);
  if (fields === undefined || value === '') {
    return undefined;
  }
  const clicked = valuesOf(query.queryType) === 'logs' ? ofLogLine(key, value) : { field: key, values: [value] };
  const spec = Object.hasOwn(fields, clicked.field) ? fields[clicked.field] : undefined;
  return spec === undefined ? undefined : toCondition(clicked, spec, isOut);
}

type Clicked = Pick<Condition, 'field' | 'values'>;

/** pkg/frames/logs.go puts two labels in words: `level="debug"` → `level = 6, 7`, `queue="io"` → `appName = agent:io`. */
function ofLogLine(key: string, value: string): Clicked {
  switch (key) {
    case 'level':
    case 'severity':
      return { field: 'level', values: levelsOf(value) };
    case 'queue':
      return { field: 'appName', values: [`agent:${value}`] };
    case 'body':
      return { field: 'message', values: [value] };
    default:
      return { field: key, values: [value] };
  }
}

function levelsOf(word: string): string[] {
  const levels = Object.entries(LOG_LEVELS).filter(([, known]) => known === word);
  return levels.length === 0 ? [word] : levels.map(([level]) => level);
}

function toCondition({ field, values }: Clicked, { kind }: FieldSpec, isOut: boolean): Condition | undefined {
  if (kind === 'time') {
    const time = Number(values[0]);
    const isMoment = Number.isFinite(time) && !isOut;
    return isMoment ? { field, operator: 'range', values: [String(time), String(time + 1)] } : undefined;
  }
  const given = kind === 'list' ? values.flatMap(itemsOf) : values;
  const operator = kind === 'text' ? 'contains' : given.length > 1 ? 'in' : '=';
  return given.length === 0 ? undefined : { field, operator: isOut ? oppositeOf(operator) : operator, values: given };
}

/** A list is shown as JSON or in words: `["disk","io"]`, `master, cpunode`. */
function itemsOf(shown: string): string[] {
  if (!shown.startsWith('[')) {
    return shown.split(', ');
  }
  try {
    const list: unknown = JSON.parse(shown);
    return Array.isArray(list) ? list.map(String) : [shown];
  } catch {
    return [shown];
  }
}

/** Where an operator has one: `in` → `not in`, and back. */
export function oppositeOf(operator: Operator): Operator {
  const negated = (Object.keys(OPERATORS) as Operator[]).find((other) => OPERATORS[other].negates === operator);
  return OPERATORS[operator].negates ?? negated ?? operator;
}
