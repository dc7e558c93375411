/** A property of what JSON.parse gave; undefined where there is none. */
export function readProperty(value: unknown, name: string): unknown {
  const item: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return item;
}
