/** What fields were called once: saved queries, links and scripts of then still say so; nothing writes it any more. */
export const FORMER_FIELDS = {
  wait: 'waitMs',
  run: 'runMs',
  result: 'resultPreview',
} as const;

/** `run` → `runMs`, where `fields` has that; any other name comes back as it is. */
export function currentField(name: string, fields: object): string {
  const current = Object.entries(FORMER_FIELDS).find(([former]) => former === name)?.[1] ?? name;
  return Object.hasOwn(fields, current) ? current : name;
}

/** The same of what a list is sorted by: `-run` → `-runMs`. */
export function currentSort(sort: string, fields: object): string {
  const field = sort.replace(/^-/, '');
  return `${sort.startsWith('-') ? '-' : ''}${currentField(field, fields)}`;
}

/** `runMs` → `run`: for what has to be the same whatever a field is called, before and after. */
export function firstField(name: string): string {
  return Object.entries(FORMER_FIELDS).find(([, current]) => current === name)?.[0] ?? name;
}
