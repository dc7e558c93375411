import { parseEnv } from 'node:util';
import { ConfigError } from './configError';
import { nearNames } from './nearNames';

const ASSIGNMENT = /^(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*)$/;

/**
 * `KEY=value` per line, with quotes and # comments as in any .env file → the settings. Line by line, because Node's own
 * parser drops in silence what it does not understand.
 */
export function parseSettings(text: string, file: string, keys: readonly string[]): Record<string, string> {
  const settings: Record<string, string> = {};
  const lineOf = new Map<string, number>();
  text.split(/\r?\n/).forEach((raw, index) => {
    const line = raw.trim();
    const place = `${file}, line ${index + 1}`;
    if (line === '' || line.startsWith('#')) {
      return;
    }
    const [, key, value = ''] = ASSIGNMENT.exec(line) ?? [];
    if (key === undefined) {
      throw new ConfigError(`${place}: expected KEY=value or a # comment, got a line without a key. Correct the line.`);
    }
    checkKey(key, place, keys, lineOf.get(key));
    if (/^(["'`])(?!.*\1)/.test(value)) {
      throw new ConfigError(`${place}: ${key}: expected the quote to be closed on its line, it is not. Close it.`);
    }
    lineOf.set(key, index + 1);
    Object.assign(settings, parseEnv(line));
  });
  return settings;
}

function checkKey(key: string, place: string, keys: readonly string[], former: number | undefined): void {
  if (!keys.includes(key)) {
    const near = nearNames(key, keys, 1);
    const hint = near.length > 0 ? `Did you mean ${near.join()}?` : '--help lists the keys.';
    throw new ConfigError(`${place}: expected the name of a setting, got "${key}". ${hint}`);
  }
  if (former !== undefined) {
    throw new ConfigError(`${place}: expected ${key} once, it is on line ${former} already. Remove one of them.`);
  }
}
