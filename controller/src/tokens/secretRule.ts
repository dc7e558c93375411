import type { TokenSeed } from './tokens';

type Role = TokenSeed['role'];

/** An admin's token makes all others, and is not limited by anything: its secret must not be one that somebody can guess or remember. */
const LEAST: Readonly<Record<Role, number>> = { viewer: 8, operator: 8, agent: 8, bridge: 8, admin: 32 };
const MOST = 200;

/** What is wrong with a secret from outside, in words that do not repeat it; undefined: nothing. Pure. */
export function secretFault(role: Role, secret: string): string | undefined {
  const least = LEAST[role];
  return secret.length >= least && secret.length <= MOST && /^[\x21-\x7e]+$/.test(secret)
    ? undefined
    : `expected a secret of ${least} to ${MOST} visible ASCII characters, got ${secret.length} characters`;
}

/** Of two tokens with one secret only one could be meant, and a viewer might get the rights of an admin. Pure. */
export function findTwins(seeds: readonly TokenSeed[]): [TokenSeed, TokenSeed] | undefined {
  const former = new Map<string, TokenSeed>();
  for (const seed of seeds) {
    const twin = former.get(seed.secret);
    if (twin !== undefined) {
      return [twin, seed];
    }
    former.set(seed.secret, seed);
  }
  return undefined;
}
