import type { BridgedJob } from '@openvcloud/contract';
import { startStage, type Stage } from '../testing/bridgeStage';
import { Door, partsOf } from './door';

// A busy machine may be slow; a hang is still found.
jest.setTimeout(60_000);

describe('the door of the controller', () => {
  let stage: Stage;
  let door: Door;
  beforeAll(async () => {
    stage = await startStage();
    door = new Door({ url: stage.url, token: await stage.test.bridgeToken('old') }, 'the one bridge');
    await door.open({ kind: 'ac1', periodMs: 1000 });
  });
  afterAll(async () => {
    await door.close();
    await stage.close();
  });

  const job = (key: string): BridgedJob => ({ key, gid: 1, state: 'OK', nativeState: 'OK' });

  it('takes every row but the poison ones, and names those', async () => {
    const refused: string[] = [];
    const poison = { ...job('poison'), gid: -1 };
    const rows = [job('a'), poison, job('b'), job('c'), { ...poison, key: 'p2' }];
    const { created } = await door.jobs(rows, false, ({ key }, why) => refused.push(`${key}: ${why}`));
    expect(created).toBe(3);
    expect(refused).toEqual([expect.stringContaining('poison: '), expect.stringContaining('p2: ')]);
    expect(refused[0]).toContain('400');
  });

  it.each([
    ['a token that is none', 'no.token', 'stop'],
    ['a source that another bridge has', undefined, 'taken'],
  ])('says what to do about %s', async (_title, token, kind) => {
    const other = new Door({ url: stage.url, token: token ?? (await stage.test.bridgeToken('old')) }, 'another bridge');
    await expect(other.open({ kind: 'ac1', periodMs: 1000 })).rejects.toMatchObject({ kind });
    await other.close();
  });

  it('is tried again when nobody answers', async () => {
    const nobody = new Door({ url: 'http://127.0.0.1:2', token: 'secret-of-the-bridge' }, 'lonely bridge');
    const error: unknown = await nobody.open({ kind: 'ac1', periodMs: 1000 }).catch((fault: unknown) => fault);
    expect(error).toMatchObject({ kind: 'again', message: expect.stringContaining('ECONNREFUSED 127.0.0.1:2') });
    expect(String(error)).not.toContain('secret-of-the-bridge');
    await nobody.close();
  });
});

it('puts as many rows together as a request may have', () => {
  expect(partsOf(['a', 'b', 'c'], 2)).toEqual([['a', 'b'], ['c']]);
  expect(partsOf(['long', 'long', 'a', 'b'], 10, 9).map(({ length }) => length)).toEqual([1, 2, 1]);
  expect(partsOf(['longer than all'], 10, 3)).toHaveLength(1);
  expect(partsOf([], 10)).toEqual([]);
});
