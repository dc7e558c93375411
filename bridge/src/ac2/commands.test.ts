import { startRedis, type RedisServer } from '../testing/redisServer';
import { Commands } from './commands';
import { ReadRedis } from './readRedis';

// A busy machine may be slow; a hang is still found.
jest.setTimeout(60_000);

const commandOf = (number: number) => JSON.stringify({ id: `c${number}`, gid: 1, nid: 5, cmd: 'ping' });

describe("AC2's joblog", () => {
  let server: RedisServer;
  let commands: Commands;
  /** Reads it, and answers how many ranges of lists that took. */
  const read = async () => {
    await server.redis.call('config', 'resetstat');
    await commands.readJoblog(new ReadRedis(server.redis));
    const [, calls] = /^cmdstat_lrange:calls=(\d+)/m.exec(await server.redis.info('commandstats')) ?? [];
    return Number(calls);
  };
  const known = (...numbers: number[]) => numbers.map((number) => commands.get(`c${number}`)?.cmd);
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    await server.redis.flushall();
    commands = new Commands();
    await server.redis.lpush('joblog', ...Array.from({ length: 1001 }, (_, number) => commandOf(number)));
  });

  it('is read whole at the first look', async () => {
    await read();
    expect(known(0, 500, 1000)).toEqual(['ping', 'ping', 'ping']);
  });

  it('is read at its new end only, later', async () => {
    const first = await read();
    await server.redis.lpush('joblog', ...Array.from({ length: 250 }, (_, number) => commandOf(2000 + number)));
    const second = await read();
    expect(known(2000, 2249)).toEqual(['ping', 'ping']);
    expect([first, second]).toEqual([6, 2]);
  });

  it('is read anew when it was begun anew, and may hold what is no command', async () => {
    await read();
    await server.redis.del('joblog');
    await server.redis.lpush('joblog', commandOf(3000), '', '{"half":', '[]', commandOf(3001));
    await read();
    expect(known(3000, 3001, 0)).toEqual(['ping', 'ping', 'ping']);
    await server.redis.del('joblog');
    await read();
    await server.redis.lpush('joblog', commandOf(3002));
    await read();
    expect(known(3002)).toEqual(['ping']);
  });

  it('is remembered without those whose results are gone, once there are too many of them', async () => {
    await read();
    commands.forget(() => false);
    expect(known(0, 1000)).toEqual(['ping', 'ping']);
    for (let number = 10_000; number < 60_000; number++) {
      commands.add({ id: `c${number}`, gid: 1, nid: 5, cmd: 'ping', fields: {} });
    }
    commands.forget((id) => id === 'c0');
    expect(known(0, 1, 59_999)).toEqual(['ping', undefined, 'ping']);
  });
});
