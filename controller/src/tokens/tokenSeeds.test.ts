import { ConfigError } from '@openvcloud/settings';
import { readTokenSeeds } from './tokenSeeds';

const ADMIN = 'an-admins-secret-has-32-characters-at-least';

describe('tokens from the environment', () => {
  it('are read by role and node', () => {
    const env = {
      ADMIN_TOKEN: ` ${ADMIN} `,
      VIEWER_TOKEN: '',
      AGENT_TOKENS: ' 1:agent-1-secret, 2:agent-2-secret,',
    };
    expect(readTokenSeeds(env)).toEqual([
      { role: 'admin', secret: ADMIN, nid: null },
      { role: 'agent', secret: 'agent-1-secret', nid: 1 },
      { role: 'agent', secret: 'agent-2-secret', nid: 2 },
    ]);
  });

  it.each([
    [{ VIEWER_TOKEN: 'hunter2-long', ADMIN_TOKEN: 'hunter2-long' }, 'VIEWER_TOKEN and ADMIN_TOKEN: expected a secret'],
    [
      { AGENT_TOKENS: '1:hunter2-long,2:hunter2-long' },
      'AGENT_TOKENS (nid 1) and AGENT_TOKENS (nid 2): expected a secret',
    ],
    [{ OPERATOR_TOKEN: 'hunter2-long', AGENT_TOKENS: '3:hunter2-long' }, 'OPERATOR_TOKEN and AGENT_TOKENS (nid 3)'],
    [
      { AGENT_TOKENS: '7:hunter2-long,07:hunter2-other' },
      'AGENT_TOKENS: expected one secret per nid, got two for nid 7',
    ],
    [{ AGENT_TOKENS: '1:hunter2-long,seven' }, 'AGENT_TOKENS: expected "nid:secret,nid:secret", entry 2'],
    [{ AGENT_TOKENS: '0:hunter2-long' }, 'entry 1 is not of that form'],
    [
      { ADMIN_TOKEN: `hunter2${'-'.repeat(24)}` },
      'ADMIN_TOKEN: expected a secret of 32 to 200 visible ASCII characters, got 31',
    ],
    [{ AGENT_TOKENS: '1:hunter2' }, 'AGENT_TOKENS: expected a secret of 8 to 200'],
    [{ VIEWER_TOKEN: 'hunter2' }, 'VIEWER_TOKEN: expected a secret of 8 to 200'],
    [{ VIEWER_TOKEN: 'hunter2 long' }, 'VIEWER_TOKEN: expected a secret of 8 to 200 visible ASCII characters'],
  ])('are refused where they cannot be told apart or used: %j', (env, message) => {
    expect(() => readTokenSeeds(env)).toThrow(ConfigError);
    expect(() => readTokenSeeds(env)).toThrow(message);
    expect(() => readTokenSeeds(env)).not.toThrow('hunter2');
  });
});
