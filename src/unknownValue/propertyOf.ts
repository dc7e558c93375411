/** A property of what may be anything: of what is no object, and of an object without it, undefined. */
export function propertyOf(value: unknown, name: string): unknown {
  const item: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return item;
}

/** A property that is a text; '' where there is none, or something else. */
export function textOf(value: unknown, name: string): string {
  const item = propertyOf(value, name);
  return typeof item === 'string' ? item : '';
}
