/** A property of what may be anything: of what is no object, and of an object without it, undefined. */
export function propertyOf(value: unknown, name: string): unknown {
  const item: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return item;
}
