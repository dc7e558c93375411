import type { Effort } from './effort';
import type { PyValue } from './pyValue';

/** Lists, sets and dicts. A tuple is a list that is frozen: nothing changes it in place. */
export function isMutable(value: PyValue): value is PyValue[] | { entries: Array<[PyValue, PyValue]> } {
  return typeof value === 'object' && value !== null && !Object.isFrozen(value);
}

export function isList(value: PyValue): value is PyValue[] {
  return Array.isArray(value) && isMutable(value);
}

/** A tuple of these. */
export function frozen(items: PyValue[]): PyValue[] {
  Object.freeze(items);
  return items;
}

/** The lists and dicts that are in a value, itself among them: two names may have the same. */
export function reachable(value: PyValue, effort: Effort): Set<object> {
  const [seen, found] = [new Set<object>(), new Set<object>()];
  const values: PyValue[] = [value];
  for (let one = values.pop(); one !== undefined; one = values.pop()) {
    effort.spend();
    if (typeof one !== 'object' || one === null || seen.has(one)) {
      continue;
    }
    // A tuple, too, may be in others many times.
    seen.add(one);
    if (isMutable(one)) {
      found.add(one);
    }
    values.push(...(Array.isArray(one) ? one : one.entries.flat()));
  }
  return found;
}
