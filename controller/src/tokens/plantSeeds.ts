import type { Logger } from 'pino';
import { keyOf } from './tokenSeeds';
import type { Tokens, TokenSeed } from './tokens';
import { readTokensFile, tokensFileOf } from './tokensFile';

interface PlantDeps {
  tokens: Tokens;
  config: { tokenSeeds: readonly TokenSeed[]; dataDir: string };
  log: Logger;
}

/** Makes the tokens given from outside valid: those of the environment or, without any, of tokens.json. */
export async function plantSeeds({ tokens, config, log }: PlantDeps): Promise<void> {
  const isGiven = config.tokenSeeds.length > 0;
  const revoked = await tokens.plant(isGiven ? config.tokenSeeds : readTokensFile(config.dataDir));
  for (const seed of revoked) {
    const { role, nid } = seed;
    const [place, action] = isGiven
      ? [keyOf(seed), 'Set another secret there, or none.']
      : [tokensFileOf(config.dataDir), 'Delete that file to have new tokens made.'];
    log.warn({ role, nid: nid ?? undefined }, `the token in ${place} was revoked and stays so. ${action}`);
  }
  if (!(await tokens.list()).some(({ role }) => role === 'admin')) {
    log.warn(
      'there is no token with role admin: nobody can make or revoke tokens, or read the audit trail. Set ADMIN_TOKEN and start again.'
    );
  }
}
