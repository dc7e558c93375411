const MAX_LENGTH = 200;

/** The names most like `wanted`, best first: what someone who mistyped may have meant. */
export function nearNames(wanted: string, names: readonly string[], limit = 3): string[] {
  const target = wanted.toLowerCase().slice(0, MAX_LENGTH);
  return names
    .map((name) => ({ name, distance: distanceTo(target, name.toLowerCase().slice(0, MAX_LENGTH)) }))
    .filter(({ distance }) => distance <= Math.max(2, target.length * 0.6))
    .sort((one, other) => one.distance - other.distance || (one.name < other.name ? -1 : 1))
    .slice(0, limit)
    .map(({ name }) => name);
}

/** Edits from one to the other (Levenshtein); a name that holds the other is one edit away. */
function distanceTo(target: string, name: string): number {
  if (name === target || target === '') {
    return name === target ? 0 : name.length;
  }
  if (name.includes(target) || target.includes(name)) {
    return 1;
  }
  const first = Array.from({ length: name.length + 1 }, (_, index) => index);
  const last = target.split('').reduce((row, letter) => nextRow(row, letter, name), first);
  return last[name.length] ?? name.length;
}

/** Edits from the target, up to this letter, to each beginning of the name; `row` is that of the letter before. */
function nextRow(row: readonly number[], letter: string, name: string): number[] {
  const next = [(row[0] ?? 0) + 1];
  for (let k = 1; k <= name.length; k++) {
    const substitution = (row[k - 1] ?? 0) + (letter === name[k - 1] ? 0 : 1);
    next.push(Math.min((row[k] ?? 0) + 1, (next[k - 1] ?? 0) + 1, substitution));
  }
  return next;
}
