import { ConfigError, type Environment } from '@openvcloud/settings';
import type { TokenSeed } from './tokens';

const KEYS = { viewer: 'VIEWER_TOKEN', operator: 'OPERATOR_TOKEN', admin: 'ADMIN_TOKEN' } as const;
const AGENTS = 'AGENT_TOKENS';

/** The tokens that the environment gives. Pure; throws a ConfigError that names the key and repeats no secret. */
export function readTokenSeeds(env: Environment): TokenSeed[] {
  const seeds = [...roleSeeds(env), ...agentSeeds(env)];
  refuseRepeated(seeds);
  return seeds;
}

/** Where a seed's secret is set. */
export function keyOf({ role }: TokenSeed): string {
  return role === 'agent' ? AGENTS : KEYS[role];
}

function roleSeeds(env: Environment): TokenSeed[] {
  return (['viewer', 'operator', 'admin'] as const).flatMap((role) => {
    const secret = env[KEYS[role]]?.trim() ?? '';
    return secret === '' ? [] : [{ role, secret: checkSecret(KEYS[role], secret), nid: null }];
  });
}

function agentSeeds(env: Environment): TokenSeed[] {
  const entries = (env[AGENTS] ?? '').split(',').filter((entry) => entry.trim() !== '');
  return entries.map((entry, index) => {
    const [, nid, secret] = /^\s*(\d{1,9}):(\S+)\s*$/.exec(entry) ?? [];
    if (nid === undefined || secret === undefined || Number(nid) < 1) {
      throw new ConfigError(
        `AGENT_TOKENS: expected "nid:secret,nid:secret", entry ${index + 1} is not of that form. Correct it.`
      );
    }
    return { role: 'agent', secret: checkSecret(AGENTS, secret), nid: Number(nid) };
  });
}

function checkSecret(key: string, secret: string): string {
  if (!/^[\x21-\x7e]{8,200}$/.test(secret)) {
    throw new ConfigError(
      `${key}: expected a secret of 8 to 200 visible ASCII characters, got ${secret.length} characters. Choose a longer or plainer one.`
    );
  }
  return secret;
}

/** Of two tokens with one secret only one could be meant, and a viewer might get the rights of an admin. */
function refuseRepeated(seeds: readonly TokenSeed[]): void {
  const former = new Map<string | number, TokenSeed>();
  for (const seed of seeds) {
    const twin = former.get(seed.secret);
    if (twin !== undefined) {
      throw new ConfigError(
        `${describe(twin)} and ${describe(seed)}: expected a secret of its own for each token, got the same one. Choose another for one of them.`
      );
    }
    if (seed.nid !== null && former.has(seed.nid)) {
      throw new ConfigError(
        `AGENT_TOKENS: expected one secret per nid, got two for nid ${seed.nid}. Remove one of them.`
      );
    }
    former.set(seed.secret, seed);
    former.set(seed.nid ?? seed.role, seed);
  }
}

function describe(seed: TokenSeed): string {
  return seed.nid === null ? keyOf(seed) : `${AGENTS} (nid ${seed.nid})`;
}
