import { type FieldSpec, type Operator } from '@openvcloud/contract/src/filter';
import { parseDuration, writeDuration } from '../duration/parseDuration';
import { type ConditionReading } from './conditionText';

/**
 * Numbers of the API are whole, and its ranges half-open, so "more than 5 s" starts at 5001 ms and "up to 2 min" ends
 * before 120,001 ms.
 */
export function readNumberCondition(text: string, field: string, spec: FieldSpec): ConditionReading {
  const read = (part: string) => readNumber(part, spec);
  const fault: ConditionReading = { kind: 'fault', expected: expectation(spec) };
  const range = (from: number | undefined, to: number | undefined): ConditionReading => ({
    kind: 'condition',
    condition: { field, operator: 'range', values: [from === undefined ? '' : String(from), to === undefined ? '' : String(to)] },
  });

  const span = /^(.*?)\.\.(.*)$/.exec(text);
  if (span !== null) {
    return readSpan(span[1] ?? '', span[2] ?? '', read, range) ?? fault;
  }
  const [, sign = '', operand = ''] = /^(>=|<=|>|<|!=|!|=)?(.*)$/.exec(text) ?? [];
  if (sign.startsWith('>') || sign.startsWith('<')) {
    const bound = read(operand);
    if (bound === undefined) {
      return fault;
    }
    return sign.startsWith('>') ? range(sign === '>' ? bound + 1 : bound, undefined) : range(undefined, sign === '<' ? bound : bound + 1);
  }
  const values = operand.split(',').map(read);
  if (values.some((value) => value === undefined)) {
    return fault;
  }
  if (spec.unit === 'ms' && sign === '' && values.length === 1) {
    // Nobody looks for a job of exactly 5,000 ms.
    return range(values[0], undefined);
  }
  return { kind: 'condition', condition: { field, operator: valueOperator(sign.startsWith('!'), values.length), values: values.map(String) } };
}

export function writeNumberCondition(operator: Operator, values: string[], spec: FieldSpec): string {
  const write = (value: number) => writeNumber(value, spec);
  if (operator !== 'range') {
    const sign = operator === '!=' || operator === 'not in' ? '!' : '=';
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

function readSpan(
  low: string,
  high: string,
  read: (part: string) => number | undefined,
  range: (from: number | undefined, to: number | undefined) => ConditionReading
): ConditionReading | undefined {
  const from = read(low);
  const to = read(high);
  const isReadable = (low.trim() === '' || from !== undefined) && (high.trim() === '' || to !== undefined);
  if (!isReadable || (from === undefined && to === undefined)) {
    return undefined;
  }
  return range(from, to === undefined ? undefined : to + 1);
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
