import { SourceName } from '@openvcloud/contract';
import { ConfigError, type Environment } from '@openvcloud/settings';
import { findTwins, secretFault } from './secretRule';
import type { TokenSeed } from './tokens';

const KEYS = { viewer: 'VIEWER_TOKEN', operator: 'OPERATOR_TOKEN', admin: 'ADMIN_TOKEN' } as const;
const AGENTS = 'AGENT_TOKENS';
const BRIDGES = 'BRIDGE_TOKENS';

/** The tokens that the environment gives. Pure; throws a ConfigError that names the key and repeats no secret. */
export function readTokenSeeds(env: Environment): TokenSeed[] {
  const seeds = [...roleSeeds(env), ...agentSeeds(env), ...bridgeSeeds(env)];
  refuseRepeated(seeds);
  seeds.forEach(checkSecret);
  return seeds;
}

/** Where a seed's secret is set. */
export function keyOf({ role }: TokenSeed): string {
  return role === 'agent' ? AGENTS : role === 'bridge' ? BRIDGES : KEYS[role];
}

function roleSeeds(env: Environment): TokenSeed[] {
  return (['viewer', 'operator', 'admin'] as const).flatMap((role) => {
    const secret = env[KEYS[role]]?.trim() ?? '';
    return secret === '' ? [] : [{ role, secret, nid: null }];
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
    return { role: 'agent', secret, nid: Number(nid) };
  });
}

function bridgeSeeds(env: Environment): TokenSeed[] {
  const entries = (env[BRIDGES] ?? '').split(',').filter((entry) => entry.trim() !== '');
  const seeds = entries.map((entry, index): TokenSeed & { source: string } => {
    const [, source, secret] = /^\s*([^:\s]+):(\S+)\s*$/.exec(entry) ?? [];
    if (source === undefined || secret === undefined || !new RegExp(SourceName.pattern ?? '').test(source)) {
      throw new ConfigError(
        `${BRIDGES}: expected "source:secret,source:secret", a source of small letters, digits and -, entry ${index + 1} is not of that form. Correct it.`
      );
    }
    return { role: 'bridge', secret, nid: null, source };
  });
  const names = seeds.map(({ source }) => source);
  const twice = names.find((name, place) => names.indexOf(name) < place);
  if (twice !== undefined) {
    throw new ConfigError(`${BRIDGES}: expected one secret per source, got two for ${twice}. Remove one of them.`);
  }
  return seeds;
}

function checkSecret(seed: TokenSeed): void {
  const fault = secretFault(seed.role, seed.secret);
  if (fault !== undefined) {
    throw new ConfigError(`${keyOf(seed)}: ${fault}. Choose a longer or plainer one.`);
  }
}

function refuseRepeated(seeds: readonly TokenSeed[]): void {
  const [one, twin] = findTwins(seeds) ?? [];
  if (one !== undefined && twin !== undefined) {
    throw new ConfigError(
      `${describe(one)} and ${describe(twin)}: expected a secret of its own for each token, got the same one. Choose another for one of them.`
    );
  }
  const nids = seeds.flatMap(({ nid }) => (nid === null ? [] : [nid]));
  const twice = nids.find((nid, place) => nids.indexOf(nid) < place);
  if (twice !== undefined) {
    throw new ConfigError(`AGENT_TOKENS: expected one secret per nid, got two for nid ${twice}. Remove one of them.`);
  }
}

function describe(seed: TokenSeed): string {
  const { nid, source } = seed;
  return source !== undefined ? `${BRIDGES} (${source})` : nid === null ? keyOf(seed) : `${AGENTS} (nid ${nid})`;
}
