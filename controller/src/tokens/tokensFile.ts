import { ConfigError } from '@openvcloud/settings';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findTwins, secretFault } from './secretRule';
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
  const seeds = ROLES.map((role) => ({ role, secret: secretOf(path, stored, role), nid: null }));
  const twins = findTwins(seeds);
  if (twins !== undefined) {
    const [one, other] = twins;
    throw new ConfigError(
      `${path}: expected a secret of its own for each token, got the same one for "${one.role}" and "${other.role}". Choose another for one of them, or delete the file to have new tokens made.`
    );
  }
  return seeds;
}

function secretOf(path: string, stored: unknown, role: (typeof ROLES)[number]): string {
  const secret: unknown =
    typeof stored === 'object' && stored !== null && Object.hasOwn(stored, role)
      ? Reflect.get(stored, role)
      : undefined;
  if (typeof secret !== 'string') {
    throw new ConfigError(
      `Expected ${path} to hold the tokens viewer, operator and admin as JSON, got no usable "${role}". Restore the file, or delete it to have new tokens made.`
    );
  }
  const fault = secretFault(role, secret);
  if (fault !== undefined) {
    throw new ConfigError(
      `${path}, "${role}": ${fault}. Choose a longer or plainer one, or delete the file to have new tokens made.`
    );
  }
  return secret;
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
