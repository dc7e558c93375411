/**
 * Whether lists and objects are nested deeper than `levels` in a JSON value. JSON.parse builds any depth within a request's
 * size; whoever walks the value then (JSON.stringify first of all) runs out of stack. This walk goes no deeper than `levels`.
 */
export function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  if (levels === 0) {
    return true;
  }
  const children: unknown[] = Array.isArray(value) ? value : Object.values(value);
  return children.some((child) => isDeeperThan(levels - 1, child));
}
