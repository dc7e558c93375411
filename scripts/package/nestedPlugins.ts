import { readdirSync } from 'node:fs';
import { posix, sep } from 'node:path';

/** The folders below an app's that hold a plugin of their own, found as Grafana finds them: by their plugin.json. */
export function nestedPlugins(app: string): string[] {
  return readdirSync(app, { recursive: true, encoding: 'utf8' })
    .map((file) => file.split(sep).join('/'))
    .filter((file) => file.endsWith('/plugin.json'))
    .map((file) => posix.dirname(file))
    .sort();
}
