import { writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '@openvcloud/settings';
import { CONFIG_KEYS, readConfig } from './config';
import { temporaryFolder } from './testing/startAgent';

const valid = { CONTROLLER_URL: 'http://127.0.0.1:4400/', AGENT_TOKEN: 'secret' };

describe('readConfig', () => {
  it('fills in what is not set', () => {
    expect(readConfig(valid)).toMatchObject({
      controllerUrl: 'http://127.0.0.1:4400',
      token: 'secret',
      name: hostname(),
      roles: undefined,
      workers: { default: 2, hypervisor: 1, io: 1, process: 5 },
      python: 'python3',
      logLevel: 'info',
    });
  });

  it('reads lists, workers per queue and the token from a file', () => {
    const file = join(temporaryFolder(), 'token');
    writeFileSync(file, 'from-file\n');
    const config = readConfig({
      CONTROLLER_URL: valid.CONTROLLER_URL,
      AGENT_TOKEN_FILE: file,
      AGENT_ROLES: 'node, cpunode,',
      AGENT_WORKERS: 'io=3, default=0',
    });
    expect(config).toMatchObject({
      token: 'from-file',
      roles: ['node', 'cpunode'],
      workers: { default: 0, hypervisor: 1, io: 3, process: 5 },
    });
  });

  it('reads exactly the keys that --help lists', () => {
    const read = new Set<string>();
    const env = new Proxy<Record<string, string | undefined>>(valid, {
      get: (target, key) => {
        read.add(String(key));
        return target[String(key)];
      },
    });
    readConfig(env);
    expect([...read].sort()).toEqual(Object.keys(CONFIG_KEYS).sort());
  });

  it.each([
    [{ CONTROLLER_URL: undefined }, 'CONTROLLER_URL is not set'],
    [{ CONTROLLER_URL: 'ftp://x' }, 'CONTROLLER_URL: expected an http:// or https:// address, got "ftp://x"'],
    [{ CONTROLLER_URL: 'nonsense' }, 'CONTROLLER_URL: expected an http:// or https:// address, got "nonsense"'],
    [{ AGENT_TOKEN: '' }, 'AGENT_TOKEN or AGENT_TOKEN_FILE must give a token'],
    [{ AGENT_TOKEN: 'two words' }, 'AGENT_TOKEN: expected printable characters without spaces'],
    [{ AGENT_TOKEN: '', AGENT_TOKEN_FILE: '/no/such/file' }, 'AGENT_TOKEN_FILE: cannot read "/no/such/file"'],
    [
      { AGENT_WORKERS: 'fast=2' },
      'AGENT_WORKERS: expected queues out of default, hypervisor, io, process, got "fast=2"',
    ],
    [
      { AGENT_WORKERS: 'io=many' },
      'AGENT_WORKERS: expected a whole number of workers from 0 to 9999 for io, got "many"',
    ],
    [{ AGENT_SPOOL_MB: '0' }, 'AGENT_SPOOL_MB: expected a number of at least 1, got "0"'],
    [
      { AGENT_SHUTDOWN_GRACE_SECONDS: 'soon' },
      'AGENT_SHUTDOWN_GRACE_SECONDS: expected a number of at least 0, got "soon"',
    ],
    [{ AGENT_NAME: 'n'.repeat(201) }, 'AGENT_NAME: expected at most 200 characters, got 201'],
    [
      { AGENT_ROLES: Array.from({ length: 300 }, (_, n) => `role-${n}`).join() },
      'AGENT_ROLES: expected at most 100 roles of at most 100 characters, got 300 roles',
    ],
    [
      { AGENT_ROLES: `node,${'r'.repeat(101)}` },
      'AGENT_ROLES: expected at most 100 roles of at most 100 characters, got one of 101 characters',
    ],
    [
      { AGENT_CGROUP: 'yes' },
      'AGENT_CGROUP: expected auto, no or the folder of a cgroup (v2) as /sys/fs/cgroup/…, got "yes"',
    ],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL: expected one of trace, debug, info, warn, error, fatal, silent, got "loud"'],
  ])('names the key of a setting it cannot use: %j', (changes, message) => {
    const read = (): unknown => readConfig({ ...valid, ...changes });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(message);
  });

  it('never repeats the token in a message', () => {
    expect(() => readConfig({ ...valid, AGENT_TOKEN: 'sec ret' })).not.toThrow('sec ret');
  });
});
