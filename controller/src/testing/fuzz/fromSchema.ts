import { QUEUES } from '@openvcloud/contract';
import type { TSchema } from '@sinclair/typebox';
import fc from 'fast-check';
import { deepJson, hostileJson, hostileText } from './hostile';

/** Values that exist, by the name of the field that may hold them: so that some requests get further than a 404. */
export type KnownValues = Readonly<Record<string, readonly unknown[]>>;

/** Values as the schema wants them; with `known` ones among them. */
export function validValue(schema: TSchema, known: KnownValues, name = ''): fc.Arbitrary<unknown> {
  const made = schema.nullable === true ? fc.option(typedValue(schema, known), { freq: 4 }) : typedValue(schema, known);
  const candidates = known[name];
  if (candidates !== undefined && name === 'waitMs') {
    return fc.constantFrom(...candidates);
  }
  return candidates === undefined ? made : fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...candidates) }, made);
}

function typedValue(schema: TSchema, known: KnownValues): fc.Arbitrary<unknown> {
  if (Array.isArray(schema.enum)) {
    return fc.constantFrom<unknown>(...schema.enum);
  }
  return Array.isArray(schema.oneOf)
    ? fc.oneof(...schema.oneOf.map((kind: TSchema) => typedValue(kind, known)))
    : valueOfType(schema, known);
}

function valueOfType(schema: TSchema, known: KnownValues): fc.Arbitrary<unknown> {
  switch (schema.type) {
    case 'string':
      return validText(schema);
    case 'integer':
      return validInteger(schema);
    case 'number':
      return fc.double({ min: schema.minimum ?? -1e6, max: schema.maximum ?? 1e6, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(validValue(itemsOf(schema), known), { maxLength: Math.min(schema.maxItems ?? 4, 4) });
    case 'object':
      return validObject(schema, known);
    default:
      return fc.oneof({ weight: 8, arbitrary: fc.jsonValue({ maxDepth: 2 }) }, deepJson);
  }
}

function validInteger({ minimum = -100, maximum = 1e6 }: TSchema): fc.Arbitrary<number> {
  return fc.integer({ min: Math.max(minimum, -(2 ** 31)), max: Math.min(maximum, 2 ** 31 - 1) });
}

function validText({ pattern, minLength = 0, maxLength = 40 }: TSchema): fc.Arbitrary<string> {
  return typeof pattern === 'string'
    ? matching(pattern)
    : fc.oneof(
        fc.string({ minLength, maxLength: Math.min(maxLength, 40) }),
        hostileText.filter((text) => text.length >= minLength && text.length <= maxLength)
      );
}

/** Texts are not made by what must not follow: such ones are thrown away. */
function matching(pattern: string): fc.Arbitrary<string> {
  const whole = new RegExp(pattern);
  return fc.stringMatching(new RegExp(pattern.replace(/\(\?![^)]*\)/g, ''))).filter((text) => whole.test(text));
}

function itemsOf(schema: TSchema): TSchema {
  // TypeBox keeps an array's items under this name, which its general type leaves untyped.
  return schema.items as TSchema;
}

function validObject(schema: TSchema, known: KnownValues): fc.Arbitrary<object> {
  const properties: Record<string, TSchema> = schema.properties ?? {};
  if (schema.properties === undefined) {
    const [of] = Object.values<TSchema>(schema.patternProperties ?? {});
    const key = fc.oneof(fc.constantFrom(...QUEUES), fc.string({ maxLength: 10 }));
    return fc.dictionary(key, of === undefined ? fc.jsonValue({ maxDepth: 1 }) : validValue(of, known), { maxKeys: 4 });
  }
  const model = Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, validValue(property, known, name)])
  );
  return fc.record(model, { requiredKeys: Object.keys(properties).filter((name) => schema.required?.includes(name)) });
}

/** A valid value with one thing in it changed, at any depth. */
export function nearlyValid(valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(valid, fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), hostileJson, hostileText)
    .map(([value, path, wrong, key]) => changed(value, path, wrong, key));
}

/** Numbers choose the way down; the last one what is done there: a value replaced, removed, or one too many. */
function changed(value: unknown, [choice = 0, ...path]: readonly number[], wrong: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) {
    return wrong;
  }
  const entries = Object.entries(value);
  const index = entries.length === 0 ? -1 : choice % entries.length;
  const next = entries.flatMap(([name, child], at): Array<[string, unknown]> => {
    if (at !== index) {
      return [[name, child]];
    }
    if (path.length > 0) {
      return [[name, changed(child, path, wrong, key)]];
    }
    return choice % 3 === 0 ? [] : [[name, wrong]];
  });
  if (path.length === 0 && choice % 5 === 0) {
    next.push([key, wrong]);
  }
  return Array.isArray(value) ? next.map(([, child]) => child) : Object.fromEntries(next);
}
