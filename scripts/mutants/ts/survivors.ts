const NO_LAST_SLOT = 'where no slot is counted there is no last one, and members that are undefined are none';
const FOUND_ANEW = 'slots that are dropped are found anew: slower, and the same';
const ASKED_TWICE = 'the types of the three are asked next: "in" is there for the compiler';

/** Changes that no test can tell from the original, or none should: "module: written → changed to". */
export const REASONS: Readonly<Record<string, string>> = {
  "controller/src/errors/maskedId.ts: value !== '' → true": 'nothing in place of nothing changes no text',
  'controller/src/errors/maskedId.ts: \'\' → "Stryker was here!"': 'nothing in place of nothing changes no text',
  'controller/src/schedule/cronPeriod.ts: true → false': 'there is no function that Croner would call',
  'controller/src/schedule/cronPeriod.ts: first === undefined → false': 'without a first slot there is no second one',
  'controller/src/http/perMinute.ts: entry === undefined → false': 'without an entry nothing is left of its minute',
  'controller/src/http/perMinute.ts: oldest !== undefined → true': 'a map that is full has an oldest key',
  'controller/src/schedule/cronSlots.ts: true → false': 'there is no function that Croner would call',
  'controller/src/schedule/cronSlots.ts: count > 0 && last !== undefined → true': NO_LAST_SLOT,
  'controller/src/schedule/cronSlots.ts: count > 0 && last !== undefined → count > 0 || last !== undefined':
    NO_LAST_SLOT,
  'controller/src/schedule/cronSlots.ts: count > 0 → true': NO_LAST_SLOT,
  'controller/src/schedule/cronSlots.ts: count > 0 → count >= 0': NO_LAST_SLOT,
  'controller/src/schedule/cronSlots.ts: last !== undefined → true': NO_LAST_SLOT,
  'controller/src/schedule/cronSlots.ts: before === undefined → false': NO_LAST_SLOT,
  'controller/src/schedule/cronSlots.ts: from > last → from >= last': FOUND_ANEW,
  'controller/src/schedule/cronSlots.ts: this.slots.length > MAX_KEPT → this.slots.length >= MAX_KEPT': FOUND_ANEW,
  'controller/src/schedule/cronSlots.ts: earlier.length === 0 → false': FOUND_ANEW,
  'controller/src/schedule/cronSlots.ts: (earlier.at(-1) ?? 0) > this.from → (earlier.at(-1) ?? 0) >= this.from':
    FOUND_ANEW,
  "src/datasource/query/migrateQuery.ts: 'field' in value && 'operator' in value && 'values' in value → true":
    ASKED_TWICE,
  "src/datasource/query/migrateQuery.ts: 'field' in value && 'operator' in value && 'values' in value → 'field' in value && 'operator' in value || 'values' in value":
    ASKED_TWICE,
  "src/datasource/query/migrateQuery.ts: 'field' in value && 'operator' in value → true": ASKED_TWICE,
  "src/datasource/query/migrateQuery.ts: 'field' in value && 'operator' in value → 'field' in value || 'operator' in value":
    ASKED_TWICE,
  'src/text/firstCharacters.ts: /^[\\ud800-\\udbff][\\udc00-\\udfff]$/ → /[\\ud800-\\udbff][\\udc00-\\udfff]$/':
    'it is given two units',
  'src/text/firstCharacters.ts: /^[\\ud800-\\udbff][\\udc00-\\udfff]$/ → /^[\\ud800-\\udbff][\\udc00-\\udfff]/':
    'it is given two units',
};

/** Why a change may survive; undefined: nobody has looked. */
export function stays(module: string, source: string, what: string): string | undefined {
  return REASONS[`${module}: ${source} → ${what}`];
}
