import type { JsonValue } from '@openvcloud/contract';

export type JsonObject = { [key: string]: JsonValue };

/** undefined: it is no JSON. */
export function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

export function asObject(value: JsonValue | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}

/** The text of a property; undefined where there is none. */
export function textOf(object: JsonObject | undefined, name: string): string | undefined {
  const value = object?.[name];
  return typeof value === 'string' ? value : undefined;
}

/** A whole number, also one that was written as text. */
export function wholeOf(object: JsonObject | undefined, name: string): number | undefined {
  const value = object?.[name];
  const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? Math.trunc(number) : undefined;
}

/** Texts of a list; what else is in it is left out. */
export function textsOf(object: JsonObject | undefined, name: string): string[] | undefined {
  const value = object?.[name];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : undefined;
}
