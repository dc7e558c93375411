import { Type, type Static, type TSchema, type TUnsafe } from '@sinclair/typebox';

/**
 * Builders for the shapes TypeBox has no OpenAPI 3.0 form for. Everything the contract emits must be valid in
 * OpenAPI 3.0, because the Go generator reads 3.0: so `nullable: true` rather than a union with null, and a plain
 * string enum rather than `anyOf` of constants.
 */
export function Enum<const V extends readonly string[]>(
  values: V,
  options: Record<string, unknown> = {}
): TUnsafe<V[number]> {
  return Type.Unsafe<V[number]>({ type: 'string', enum: [...values], ...options });
}

export function Nullable<S extends TSchema>(schema: S): TUnsafe<Static<S> | null> {
  return Type.Unsafe<Static<S> | null>({ ...schema, nullable: true });
}

/**
 * Any JSON value: results and args are whatever a JumpScript returned or was given.
 * Go keeps the bytes as they came, so that large integers do not pass through a float.
 */
export function Json(description: string): TUnsafe<JsonValue> {
  return Type.Unsafe<JsonValue>({ description, nullable: true, 'x-go-type': 'json.RawMessage' });
}

export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/**
 * One of several objects, told apart by a property that each has one value of: a validator then says what is wrong with the
 * one that was meant, and not with all of them.
 */
export function OneOf<S extends TSchema>(
  propertyName: string,
  oneOf: readonly S[],
  options: Record<string, unknown> = {}
): TUnsafe<Static<S>> {
  return Type.Unsafe<Static<S>>({ type: 'object', oneOf: [...oneOf], discriminator: { propertyName }, ...options });
}

/** Epoch milliseconds, as everywhere in the API. */
export const EpochMs = Type.Integer({ description: 'Epoch milliseconds', format: 'int64' });

/** A plain number; the format makes it a float64 in Go, where the default float32 would turn 0.1 into 0.10000000149. */
export const Double = Type.Number({ format: 'double' });

/** Seconds, for timeouts and periods: the unit JumpScripts are written in. */
export const Seconds = Type.Number({ description: 'Seconds', minimum: 0, format: 'double' });

/** A name that people read in one line: nothing that controls, hides or turns text round. Who checks it knows the format. */
export function Name(maxLength: number, options: Record<string, unknown> = {}) {
  return Type.String({ minLength: 1, maxLength, format: ONE_LINE, ...options });
}

export const ONE_LINE = 'one-line';

/** What `ONE_LINE` allows. */
export function isOneLine(text: string): boolean {
  return !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text);
}

/** Roles, tags, addresses. */
export const Strings = Type.Array(Type.String());

/** A count per label, e.g. workers per queue. */
export const CountByName = Type.Record(Type.String(), Type.Integer({ minimum: 0 }));
