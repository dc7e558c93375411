import { isNegated, OPERATORS, type Condition, type FieldSpec, type Operator } from '@openvcloud/contract/src/filter';
import { parseDuration, writeDuration } from '../duration/parseDuration';
import { type ConditionReading } from './conditionReading';

/**
 * Numbers of the API are whole, and its ranges half-open, so "more than 5 s" starts at 5001 ms and "up to 2 min" ends
 * before 120,001 ms.
 */
export function readNumberCondition(text: string, field: string, spec: FieldSpec): ConditionReading {
  const condition = readSpan(text, field, spec) ?? readBound(text, field, spec) ?? readValues(text, field, spec);
  return condition === undefined ? { kind: 'fault', expected: expectation(spec) } : { kind: 'condition', condition };
}

export function writeNumberCondition(operator: Operator, values: string[], spec: FieldSpec): string {
  const write = (value: number) => writeNumber(value, spec);
  if (OPERATORS[operator].takes !== 'range') {
    const sign = isNegated(operator) ? '!' : '=';
    return `${sign}${values.map((value) => write(Number(value))).join(',')}`;
  }
  const from = values[0] ? Number(values[0]) : undefined;
  const to = values[1] ? Number(values[1]) : undefined;
  if (from !== undefined && to !== undefined) {
    return `${write(from)}..${write(to - 1)}`;
  }
  if (from !== undefined) {
    return shorter(`>=${write(from)}`, `>${write(from - 1)}`);
  }
  return to === undefined ? '' : shorter(`<${write(to)}`, `<=${write(to - 1)}`);
}

/** `1m..2m`, `..2m`, `1m..` */
function readSpan(text: string, field: string, spec: FieldSpec): Condition | undefined {
  const [, low = '', high = ''] = /^(.*?)\.\.(.*)$/.exec(text) ?? [];
  const from = readNumber(low, spec);
  const to = readNumber(high, spec);
  const isReadable = (low.trim() === '' || from !== undefined) && (high.trim() === '' || to !== undefined);
  if (!isReadable || (from === undefined && to === undefined)) {
    return undefined;
  }
  return rangeOf(field, from, to === undefined ? undefined : to + 1);
}

/** `>5s`, `>=5s`, `<2m`, `<=2m` */
function readBound(text: string, field: string, spec: FieldSpec): Condition | undefined {
  const [, sign, operand = ''] = /^([<>]=?)(.*)$/.exec(text) ?? [];
  const bound = readNumber(operand, spec);
  if (sign === undefined || bound === undefined) {
    return undefined;
  }
  const isAbove = sign.startsWith('>');
  // Half-open: `>` and `<=` lie just after the number.
  const edge = sign === '>' || sign === '<=' ? bound + 1 : bound;
  return isAbove ? rangeOf(field, edge, undefined) : rangeOf(field, undefined, edge);
}

/** `3`, `=3`, `!3`, `1,2` */
function readValues(text: string, field: string, spec: FieldSpec): Condition | undefined {
  const [, sign = '', operands = ''] = /^(!=|!|=)?(.*)$/.exec(text) ?? [];
  const values = operands.split(',').map((operand) => readNumber(operand, spec));
  if (values.includes(undefined)) {
    return undefined;
  }
  if (spec.unit === 'ms' && sign === '' && values.length === 1) {
    // Nobody looks for a job of exactly 5,000 ms.
    return rangeOf(field, values[0], undefined);
  }
  return { field, operator: valueOperator(sign.startsWith('!'), values.length), values: values.map(String) };
}

function rangeOf(field: string, from: number | undefined, to: number | undefined): Condition {
  return { field, operator: 'range', values: [from, to].map((bound) => (bound === undefined ? '' : String(bound))) };
}

function readNumber(text: string, spec: FieldSpec): number | undefined {
  if (spec.unit === undefined) {
    return /^\s*-?\d{1,15}\s*$/.test(text) ? Number(text) : undefined;
  }
  const ms = parseDuration(text);
  return ms === undefined || spec.unit === 'ms' ? ms : Math.round(ms / 1000);
}

function writeNumber(value: number, spec: FieldSpec): string {
  if (spec.unit === undefined) {
    return String(value);
  }
  return writeDuration(spec.unit === 's' ? value * 1000 : value);
}

function valueOperator(isNot: boolean, count: number): Operator {
  if (count === 1) {
    return isNot ? '!=' : '=';
  }
  return isNot ? 'not in' : 'in';
}

function shorter(a: string, b: string): string {
  return b.length < a.length ? b : a;
}

function expectation(spec: FieldSpec): string {
  return spec.unit === undefined ? 'a number, >5, <=10, 1..5 or 1,2,3' : 'a duration: >5s, <=2m or 1m..2m';
}
