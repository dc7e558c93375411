import { ConfigError } from '@openvcloud/settings';
import { readdirSync } from 'node:fs';

/** A mistyped folder holds no JumpScripts, as does an empty one: only the start can tell the difference. */
export function requireFolder(folder: string): void {
  try {
    readdirSync(folder);
  } catch (error) {
    throw new ConfigError(
      `JUMPSCRIPTS_DIR: expected a folder of <organization>/<name>.py that can be read, got "${folder}" (${String(error)}). Make it, or correct JUMPSCRIPTS_DIR.`
    );
  }
}
