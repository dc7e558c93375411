import {
  OPERATORS_BY_KIND,
  operatorSpec,
  type Condition,
  type FieldKind,
  type FieldSpec,
  type Operator,
} from '@openvcloud/contract/src/filter';
import { type ConditionReading } from './conditionReading';
import { readNumberCondition, writeNumberCondition } from './numberConditionText';

/**
 * Reads the short syntax of the filter cells against a field's kind: `echo` contains · `!echo` does not · `=echo` is ·
 * `a,b` is one of · `/re/` matches, and so on by the operators' signs; numbers and durations: `>5s`, `<=2m`, `1m..2m`.
 * A value with a comma or a leading sign is written in double quotes.
 */
export function readConditionText(text: string, field: string, spec: FieldSpec): ConditionReading {
  const trimmed = text.trim().replace(/^!\s+/, '!');
  if (trimmed === '') {
    return { kind: 'empty' };
  }
  if (spec.kind === 'number') {
    return readNumberCondition(trimmed, field, spec);
  }
  const signed = readSign(trimmed, spec.kind);
  const values = signed === undefined ? [] : readValues(signed, spec.kind);
  if (signed === undefined || values.length === 0) {
    return { kind: 'fault', expected: 'a value after the sign, e.g. !echo or =echo' };
  }
  const { operator } = signed;
  const several = values.length > 1 ? listOperator(operator, spec.kind) : undefined;
  return { kind: 'condition', condition: { field, operator: several ?? operator, values } };
}

/** The text that readConditionText reads back as the same condition. */
export function writeConditionText({ operator, values }: Condition, spec: FieldSpec): string {
  if (spec.kind === 'number') {
    return writeNumberCondition(operator, values, spec);
  }
  // One value of several alone would read as "contains".
  const single = OPERATORS_BY_KIND[spec.kind].find((other) => operatorSpec(other).several === operator);
  const written = values.length === 1 && single !== undefined ? single : operator;
  const { takes, sign: [before, after] = ['', ''] } = operatorSpec(written);
  const texts = takes === 'pattern' ? values : values.map((value) => quote(value, spec.kind));
  return `${before}${texts.join(',')}${after}`;
}

/** What may be typed, for a hint: `text contains`, `=text is`, `a,b is one of`. */
export function shortForms(kind: FieldKind): string[] {
  return OPERATORS_BY_KIND[kind].map((operator) => {
    const { words, takes, sign: [before, after] = ['', ''] } = operatorSpec(operator);
    return `${before}${takes === 'many' ? 'a,b' : 'text'}${after} ${words}`;
  });
}

interface SignedText {
  operator: Operator;
  rest: string;
}

/** The operator with the longest sign around the text, and what is inside. */
function readSign(text: string, kind: FieldKind): SignedText | undefined {
  return OPERATORS_BY_KIND[kind]
    .flatMap((operator) => {
      const { takes, sign } = operatorSpec(operator);
      if (sign === undefined || takes === 'many' || !isInside(sign, text)) {
        return [];
      }
      const [before, after] = sign;
      return { operator, before, rest: text.slice(before.length, text.length - after.length).trim() };
    })
    .sort((a, b) => b.before.length - a.before.length)[0];
}

/** `//` has nothing between its signs: no pattern. */
function isInside([before, after]: readonly [string, string], text: string): boolean {
  const hasRoom = after === '' || text.length > before.length + after.length;
  return hasRoom && text.startsWith(before) && text.endsWith(after);
}

function readValues({ operator, rest }: SignedText, kind: FieldKind): string[] {
  if (listOperator(operator, kind) !== undefined) {
    return splitValues(rest);
  }
  const value = operatorSpec(operator).takes === 'pattern' ? rest : unquote(rest);
  return rest === '' ? [] : [value];
}

/** What a list of values means after the operator's sign: `=a,b` and `a,b` are one of them, `!a,b` none. */
function listOperator(operator: Operator, kind: FieldKind): Operator | undefined {
  const { several, sign } = operatorSpec(operator);
  return (
    several ??
    OPERATORS_BY_KIND[kind].find((other) => {
      const spec = operatorSpec(other);
      return spec.takes === 'many' && spec.sign?.join() === sign?.join();
    })
  );
}

/** `a, "b,c"` → `['a', 'b,c']`; empty values are dropped, so that a comma typed first filters nothing yet. */
function splitValues(text: string): string[] {
  const parts = text.match(/\s*"(?:[^"\\]|\\.)*"[^,]*|[^,]+/g) ?? [];
  return parts.map((part) => unquote(part.trim())).filter((value) => value !== '');
}

function unquote(text: string): string {
  const inner = /^"((?:[^"\\]|\\.)*)"$/.exec(text)?.[1];
  return inner === undefined ? text : inner.replace(/\\(.)/g, '$1');
}

function quote(value: string, kind: FieldKind): string {
  const signs = OPERATORS_BY_KIND[kind].flatMap((operator) => operatorSpec(operator).sign?.[0].slice(0, 1) || []);
  const isPlain =
    value !== '' &&
    value.trim() === value &&
    !['"', ...signs].some((sign) => value.startsWith(sign)) &&
    !splits(value, kind);
  return isPlain ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
}

function splits(value: string, kind: FieldKind): boolean {
  return value.includes(',') && OPERATORS_BY_KIND[kind].some((operator) => operatorSpec(operator).takes === 'many');
}
