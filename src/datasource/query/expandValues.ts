import { ALL_VALUE } from '@openvcloud/contract/src/filter';

/**
 * Replaces variables in a text; `format` is called with the value of each, a list when it holds several, and whether that
 * stands for all there are.
 */
export type Replace = (text: string, format?: (value: unknown, isAll?: boolean) => string) => string;

/**
 * Replaces variables in a condition's values; a value with a multi-value variable becomes several values.
 *
 * `['x-$node']` with node = [a, b] → `['x-a', 'x-b']`; `['$node']` with all nodes → `['__all']`
 */
export function expandValues(values: readonly string[], replace: Replace): string[] {
  return values.flatMap((value) =>
    value.includes('$') || value.includes('[[') ? expandValue(value, replace) : [value]
  );
}

function expandValue(value: string, replace: Replace): string[] {
  const lists: string[][] = [];
  let isOfAll = false;
  // A private-use character around the list's number. Split at once, so that no text of a variable is a placeholder.
  const template = replace(value, (inner, isAll) => {
    isOfAll ||= isAll === true;
    lists.push(Array.isArray(inner) ? inner.map(String) : [String(inner ?? '')]);
    return `\uE000${lists.length - 1}\uE000`;
  });
  const parts = template.split(/\uE000(\d+)\uE000/);
  if (isOfAll && parts.length === 3 && parts[0] === '' && parts[2] === '') {
    return [ALL_VALUE];
  }
  return parts.reduce<string[]>(
    (texts, part, index) => {
      const list = index % 2 === 0 ? [part] : (lists[Number(part)] ?? []);
      return texts.flatMap((text) => list.map((item) => `${text}${item}`));
    },
    ['']
  );
}
