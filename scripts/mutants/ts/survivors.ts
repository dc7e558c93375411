/** Changes that no test can tell from the original, or none should: "module: written → changed to". */
export const REASONS: Readonly<Record<string, string>> = {
  "controller/src/errors/maskedId.ts: value !== '' → true": 'nothing in place of nothing changes no text',
  'controller/src/errors/maskedId.ts: \'\' → "Stryker was here!"': 'nothing in place of nothing changes no text',
  'controller/src/schedule/cronPeriod.ts: true → false': 'there is no function that Croner would call',
  'controller/src/schedule/cronPeriod.ts: first === undefined → false': 'without a first slot there is no second one',
  'controller/src/http/perMinute.ts: entry === undefined → false': 'without an entry nothing is left of its minute',
  'controller/src/http/perMinute.ts: oldest !== undefined → true': 'a map that is full has an oldest key',
  'src/text/firstCharacters.ts: /^[\\ud800-\\udbff][\\udc00-\\udfff]$/ → /[\\ud800-\\udbff][\\udc00-\\udfff]$/':
    'it is given two units',
  'src/text/firstCharacters.ts: /^[\\ud800-\\udbff][\\udc00-\\udfff]$/ → /^[\\ud800-\\udbff][\\udc00-\\udfff]/':
    'it is given two units',
};

/** Why a change may survive; undefined: nobody has looked. */
export function stays(module: string, source: string, what: string): string | undefined {
  return REASONS[`${module}: ${source} → ${what}`];
}
