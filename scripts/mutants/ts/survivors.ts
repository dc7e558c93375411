/** Changes that no test can tell from the original, or none should: "module: written → changed to". */
const REASONS: Readonly<Record<string, string>> = {};

/** Why a change may survive; undefined: nobody has looked. */
export function stays(module: string, source: string, what: string): string | undefined {
  return REASONS[`${module}: ${source} → ${what}`];
}
