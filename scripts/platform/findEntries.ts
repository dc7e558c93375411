import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What Grafana loads of a plugin and those in it: each `module.ts` beside a `plugin.json`, by its path below the folder. */
export function findEntries(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /(^|\/)module\.tsx?$/.test(path) && existsSync(join(folder, dirname(path), 'plugin.json')))
    .sort();
}
