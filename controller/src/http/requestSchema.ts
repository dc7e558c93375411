import { isOneLine, ONE_LINE, printable } from '@openvcloud/contract';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { firstCharacters } from '../text/firstCharacters';
import { ApiError } from '../errors/errors';

/** Where a value came from: text needs coercion, JSON has types of its own. */
export type RequestPart = 'params' | 'query' | 'body';

const options = {
  allErrors: false,
  verbose: true,
  strict: false,
  useDefaults: true,
  removeAdditional: false,
  discriminator: true,
  formats: { int64: true, double: true, [ONE_LINE]: isOneLine },
} as const;
/** `array`: a query parameter given once is an array of one where the schema says array. */
const textValidator = new Ajv({ ...options, coerceTypes: 'array' });
const jsonValidator = new Ajv({ ...options, coerceTypes: false });

/** Schema → a function that coerces, fills defaults, and throws the problem to answer. */
export function compileRequestSchema(schema: unknown, part: RequestPart): (value: unknown) => void {
  const validate: ValidateFunction = (part === 'body' ? jsonValidator : textValidator).compile(toAjv(schema));
  return (value) => {
    refuseUnknown(part, schema, value);
    if (!validate(value)) {
      throw toProblem(part, schema, validate.errors?.[0]);
    }
  };
}

/** First of all: where a name is misspelt, that is what is wrong, and not that the right one is missing. */
function refuseUnknown(part: RequestPart, schema: unknown, value: unknown): void {
  const isClosed =
    typeof schema === 'object' && schema !== null && 'additionalProperties' in schema && !schema.additionalProperties;
  const names = propertiesOf(schema);
  const unknown =
    isClosed && isObject(value) ? Object.keys(value).find((name) => !Object.hasOwn(names, name)) : undefined;
  if (unknown !== undefined) {
    throw new ApiError(codeOf(part), `Expected ${known(NOUNS[part], schema)}, got "${firstCharacters(unknown, 100)}".`);
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function codeOf(part: RequestPart): 'BAD_BODY' | 'BAD_PARAMETER' {
  return part === 'body' ? 'BAD_BODY' : 'BAD_PARAMETER';
}

/** The contract speaks OpenAPI 3.0; ajv knows `nullable` only beside `type`, and wants null among the values of an enum. */
function toAjv(value: unknown): object {
  return convert(JSON.parse(JSON.stringify(value))) as object;
}

function convert(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(convert);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value).map(([key, child]) => [key, convert(child)] as const);
  const schema: Record<string, unknown> = Object.fromEntries(entries);
  if (schema.nullable === true && schema.type === undefined) {
    delete schema.nullable;
  }
  if (schema.type === 'integer') {
    // To ajv 1e308 is an integer; to PostgreSQL it is not even a number of its columns.
    schema.minimum ??= Number.MIN_SAFE_INTEGER;
    schema.maximum ??= Number.MAX_SAFE_INTEGER;
  }
  if (schema.nullable === true && Array.isArray(schema.enum)) {
    schema.enum = [...schema.enum, null];
  }
  return schema;
}

const NOUNS = { params: 'path parameter', query: 'query parameter', body: 'body field' } as const;

function toProblem(part: RequestPart, schema: unknown, error: ErrorObject | undefined): ApiError {
  return new ApiError(codeOf(part), error === undefined ? 'Expected a valid request.' : explain(part, schema, error));
}

function explain(part: RequestPart, schema: unknown, error: ErrorObject): string {
  const noun = NOUNS[part];
  const path = error.instancePath.slice(1).replaceAll('/', '.');
  const params: Record<string, unknown> = error.params;
  if (error.keyword === 'additionalProperties') {
    return `Expected ${path === '' ? known(noun, schema) : `known fields in ${path}`}, got "${String(params.additionalProperty)}".`;
  }
  if (error.keyword === 'required') {
    return `Expected ${noun} "${[path, String(params.missingProperty)].filter(Boolean).join('.')}", got none.`;
  }
  const name = path === '' ? `the ${part}` : `${noun} "${path}"`;
  return `Expected ${name} ${wanted(error, params)}, got ${shown(error.data)}.`;
}

function wanted(
  { keyword, message = 'must be valid' }: ErrorObject,
  { allowedValues, format }: Record<string, unknown>
): string {
  if (keyword === 'format' && format === ONE_LINE) {
    return 'to be one line without control characters and marks that hide or turn text round';
  }
  return keyword === 'enum' && Array.isArray(allowedValues)
    ? `to be one of ${allowedValues.join(', ')}`
    : message.replace(/^must /, 'to ');
}

function known(noun: string, schema: unknown): string {
  const names = Object.keys(propertiesOf(schema));
  return names.length === 0 ? `no ${noun}s` : `${noun}s ${names.join(', ')}`;
}

function propertiesOf(schema: unknown): object {
  return typeof schema === 'object' && schema !== null && 'properties' in schema && schema.properties instanceof Object
    ? schema.properties
    : {};
}

/** What came, short enough for a message. */
function shown(value: unknown): string {
  const text = toText(value);
  return text.length > 100 ? `${firstCharacters(text, 100)}...` : text;
}

function toText(value: unknown): string {
  try {
    return printable(JSON.stringify(value) ?? 'nothing');
  } catch {
    return 'a value that is nested too deep to be shown';
  }
}
