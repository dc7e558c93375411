import { readConfig } from './config';
import { CONFIG_KEYS, HELP } from './configKeys';

describe('the settings', () => {
  it('that --help lists are exactly those that are read', () => {
    const read = new Set<string>();
    const env = new Proxy<Record<string, string | undefined>>(
      {},
      {
        get: (_target, key) => {
          read.add(String(key));
          return undefined;
        },
      }
    );
    readConfig(env, '/');
    expect([...read].sort()).toEqual(Object.keys(CONFIG_KEYS).sort());
    Object.keys(CONFIG_KEYS).forEach((key) => expect(HELP).toMatch(new RegExp(`^  ${key} +\\S`, 'm')));
  });
});
