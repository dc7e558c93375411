import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TokenSeed } from './tokens';

const ROLES = ['viewer', 'operator', 'admin'] as const;

/**
 * The secrets of `tokens.json` in the data folder, made at the first start: {"viewer":"...","operator":"...","admin":"..."}.
 * Mode 0600: whoever can read it is the controller's owner.
 */
export function readTokensFile(dataDir: string): TokenSeed[] {
  const path = tokensFileOf(dataDir);
  if (!existsSync(path)) {
    // The form of made tokens, so that other controllers on the same database can verify them too.
    const made = Object.fromEntries(
      ROLES.map((role) => [role, `seed-${role}.${randomBytes(32).toString('base64url')}`])
    );
    writeFileSync(path, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  }
  const stored: unknown = parse(readFileSync(path, 'utf8'));
  return ROLES.map((role) => {
    const secret: unknown =
      typeof stored === 'object' && stored !== null && Object.hasOwn(stored, role)
        ? Reflect.get(stored, role)
        : undefined;
    if (typeof secret !== 'string' || secret.length < 8) {
      throw new Error(
        `Expected ${path} to hold the tokens viewer, operator and admin as JSON, got no usable "${role}". Restore the file, or delete it to have new tokens made.`
      );
    }
    return { role, secret, nid: null };
  });
}

export function tokensFileOf(dataDir: string): string {
  return join(dataDir, 'tokens.json');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
