import type { BridgedJob } from '@openvcloud/contract';
import type { Receiver } from '../runner/sourceReader';
import { plantResult } from '../testing/plantKeys';
import { startRedis, type RedisServer } from '../testing/redisServer';
import { Commands } from './commands';
import { ReadRedis } from './readRedis';
import { Results } from './results';

// A busy machine may be slow; a hang is still found.
jest.setTimeout(60_000);

const BEGUN = 1_457_445_902_117;
const ended = (id: string) => ({ id, gid: 1, nid: 5, cmd: 'ping', state: 'SUCCESS', starttime: BEGUN, time: 1 });

describe('results of AC2 and AC8', () => {
  let server: RedisServer;
  let results: Results;
  /** By pass: what was told of jobs. */
  let told: string[];
  let isAway = false;
  const receiver: Receiver = {
    jobs: async (jobs: readonly BridgedJob[]) => {
      if (isAway) {
        throw new Error('The Agent Controller did not answer');
      }
      told.push(...jobs.map(({ key, state }) => `${key} ${state}`));
    },
    lines: async () => undefined,
    nodes: async () => undefined,
    jumpscripts: async () => undefined,
    skip: () => undefined,
  };
  const pass = async () => {
    told = [];
    const seen = await results.tellChanged(receiver, new Map(), false);
    return { told: told.sort(), seen: [...seen].sort() };
  };
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    await server.redis.flushall();
    results = new Results(new ReadRedis(server.redis), new Commands());
  });

  it('are told once when they have ended, and are still there', async () => {
    await plantResult(server.redis, ended('a'));
    expect(await pass()).toEqual({ told: ['a:1:5 OK'], seen: ['a:1:5'] });
    expect(await pass()).toEqual({ told: [], seen: ['a:1:5'] });
  });

  it('are told by the next pass when the controller could not take them', async () => {
    await plantResult(server.redis, ended('a'));
    isAway = true;
    await expect(pass()).rejects.toThrow('did not answer');
    isAway = false;
    expect(await pass()).toEqual({ told: ['a:1:5 OK'], seen: ['a:1:5'] });
  });

  it('are told again while one of the command is open, and when an id is used anew', async () => {
    const again = { id: 'a', gid: 1, nid: 6, state: 'RUNNING', starttime: BEGUN };
    await plantResult(server.redis, ended('a'));
    await plantResult(server.redis, again, ['hash']);
    await pass();
    expect((await pass()).told).toEqual(['a:1:5 OK', 'a:1:6 RUNNING']);
    await plantResult(server.redis, { ...ended('a'), nid: 6 });
    await pass();
    expect((await pass()).told).toEqual([]);
    await plantResult(server.redis, { ...again, starttime: BEGUN + 3_600_000 }, ['hash']);
    expect((await pass()).told).toEqual(['a:1:5 OK', 'a:1:6 RUNNING']);
  });
});
