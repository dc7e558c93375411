import { type Condition, type FieldSpec, type Operator } from '@openvcloud/contract/src/filter';
import { type ConditionReading } from './conditionReading';
import { readNumberCondition, writeNumberCondition } from './numberConditionText';

/**
 * Reads the short syntax of the filter cells against a field's kind:
 * `echo` contains · `!echo` does not · `=echo` is · `!=echo` is not · `a,b` is one of · `!a,b` is none of ·
 * `/re/` matches · `!/re/` does not · numbers and durations: `>5s`, `<=2m`, `1m..2m`.
 * A value with a comma or a leading sign is written in double quotes.
 */
export function readConditionText(text: string, field: string, spec: FieldSpec): ConditionReading {
  const trimmed = text.trim();
  if (trimmed === '') {
    return { kind: 'empty' };
  }
  if (spec.kind === 'number') {
    return readNumberCondition(trimmed, field, spec);
  }
  const isNot = trimmed.startsWith('!');
  const rest = isNot ? trimmed.slice(1).trim() : trimmed;
  const pattern = /^\/(.+)\/$/.exec(rest)?.[1];
  if (pattern !== undefined && spec.kind !== 'list') {
    return condition(field, isNot ? 'not regex' : 'regex', [pattern]);
  }
  const isExact = rest.startsWith('=') && spec.kind !== 'text';
  const values = spec.kind === 'text' ? [unquote(rest)] : splitValues(isExact ? rest.slice(1) : rest);
  if (values.length === 0) {
    return { kind: 'fault', expected: 'a value after the sign, e.g. !echo or =echo' };
  }
  if (values.length > 1) {
    return condition(field, isNot ? 'not in' : 'in', values);
  }
  return condition(field, oneValueOperator(isNot, isExact), values);
}

/** The text that readConditionText reads back as the same condition. */
export function writeConditionText({ operator, values }: Condition, spec: FieldSpec): string {
  if (spec.kind === 'number') {
    return writeNumberCondition(operator, values, spec);
  }
  const [first = ''] = values;
  switch (operator) {
    case 'regex':
      return `/${first}/`;
    case 'not regex':
      return `!/${first}/`;
    case '=':
      return `=${quote(first)}`;
    case '!=':
      return `!=${quote(first)}`;
    case 'contains':
      return quote(first, spec);
    case 'not contains':
      return `!${quote(first, spec)}`;
    default: {
      // One value alone would read as "contains".
      const sign = values.length === 1 ? '=' : '';
      return `${operator === 'not in' ? '!' : ''}${sign}${values.map((value) => quote(value)).join(',')}`;
    }
  }
}

function condition(field: string, operator: Operator, values: string[]): ConditionReading {
  return { kind: 'condition', condition: { field, operator, values } };
}

function oneValueOperator(isNot: boolean, isExact: boolean): Operator {
  if (isExact) {
    return isNot ? '!=' : '=';
  }
  return isNot ? 'not contains' : 'contains';
}

/** `a, "b,c"` → `['a', 'b,c']`; empty values are dropped, so that a comma typed first filters nothing yet. */
function splitValues(text: string): string[] {
  const parts = text.match(/"(?:[^"\\]|\\.)*"|[^,]+/g) ?? [];
  return parts.map((part) => unquote(part.trim())).filter((value) => value !== '');
}

function unquote(text: string): string {
  const inner = /^"((?:[^"\\]|\\.)*)"$/.exec(text)?.[1];
  return inner === undefined ? text : inner.replace(/\\(.)/g, '$1');
}

function quote(value: string, spec?: FieldSpec): string {
  const hasSign = spec?.kind === 'text' ? /^[!"/]|^\s|\s$/ : /^[!="/]|^\s|\s$|,/;
  return hasSign.test(value) || value === '' ? `"${value.replace(/["\\]/g, '\\$&')}"` : value;
}
