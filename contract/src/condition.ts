/**
 * A condition on the wire: one string, `field|operator|value|value...`, repeated as the query parameter `filter`; `\` escapes `|` and
 * itself: `filter=state|in|ERROR|TIMEOUT&filter=cmd|!=|echo`. No schema library here: the plugin bundles import this file.
 */
import { isOperator, OPERATORS, OPERATORS_BY_KIND, type Condition, type FieldKind, type FieldSpec } from './filter';
import { currentField } from './formerFields';

/** `{field:'state',operator:'in',values:['ERROR','TIMEOUT']}` → `state|in|ERROR|TIMEOUT` */
export function formatCondition(condition: Condition): string {
  return [condition.field, condition.operator, ...condition.values]
    .map((part) => part.replace(/[\\|]/g, '\\$&'))
    .join('|');
}

/** `state|in|ERROR|TIMEOUT` → `['state','in','ERROR','TIMEOUT']`, undoing the escapes. */
export function splitCondition(text: string): string[] {
  const parts: string[] = [];
  let part = '';
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === '\\' && i + 1 < text.length) {
      part += text.charAt(++i);
    } else if (char === '|') {
      parts.push(part);
      part = '';
    } else {
      part += char;
    }
  }
  return [...parts, part];
}

export type ConditionFault =
  | { code: 'MALFORMED_FILTER'; expected: string }
  | { code: 'UNKNOWN_FILTER_FIELD'; expected: string }
  | { code: 'UNKNOWN_FILTER_OPERATOR'; expected: string }
  | { code: 'BAD_FILTER_VALUE'; expected: string };

/**
 * Parses one `filter` parameter against a field table.
 * The door for conditions of the API and of the URL, hence the place where former names become today's.
 * Pure: says what was expected, so that the API, the query editor and the URL give the same message.
 */
export function parseCondition(text: string, fields: Record<string, FieldSpec>): Condition | ConditionFault {
  const [asked = '', operator = '', ...values] = splitCondition(text);
  const name = currentField(asked, fields);
  const spec = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (spec === undefined) {
    return { code: 'UNKNOWN_FILTER_FIELD', expected: `one of ${Object.keys(fields).join(', ')}` };
  }
  const operators = OPERATORS_BY_KIND[spec.kind];
  if (!isOperator(operator) || !operators.includes(operator)) {
    return { code: 'UNKNOWN_FILTER_OPERATOR', expected: `for ${name}, one of ${operators.join(', ')}` };
  }
  return checkValues({ field: name, operator, values }, spec);
}

function checkValues(condition: Condition, spec: FieldSpec): Condition | ConditionFault {
  const { values } = condition;
  const { takes } = OPERATORS[condition.operator];
  if (takes === 'range') {
    const bounds = values.length === 2 && values.every((v) => v === '' || isNumeric(v)) && values.some((v) => v !== '');
    return bounds ? condition : { code: 'BAD_FILTER_VALUE', expected: 'two numbers, from|to, either may be empty' };
  }
  const isMany = takes === 'many';
  if (isMany ? values.length === 0 : values.length !== 1) {
    return { code: 'BAD_FILTER_VALUE', expected: isMany ? 'one or more values' : 'exactly one value' };
  }
  const only = ONLY[spec.kind];
  return only === undefined || values.every(only.is)
    ? condition
    : { code: 'BAD_FILTER_VALUE', expected: only.expected };
}

/** Kinds of which not every text is a value. */
const ONLY: Readonly<Partial<Record<FieldKind, { is: (value: string) => boolean; expected: string }>>> = {
  number: { is: isNumeric, expected: 'a number' },
  flag: { is: (value) => value === 'true' || value === 'false', expected: 'true or false' },
};

function isNumeric(value: string): boolean {
  return /^-?\d{1,15}(\.\d{1,6})?$/.test(value);
}

export function isConditionFault(value: Condition | ConditionFault): value is ConditionFault {
  return 'code' in value;
}
