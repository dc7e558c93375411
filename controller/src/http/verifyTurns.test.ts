import { VerifyTurns } from './verifyTurns';

describe('turns at verifying secrets', () => {
  /** Takes turns that end when told; says which have begun, in order. */
  function setUp() {
    const turns = new VerifyTurns();
    const begun: string[] = [];
    const ends = new Map<string, () => void>();
    const done: Array<Promise<void>> = [];
    const take = (name: string) => {
      const [ip = ''] = name.split(' ');
      done.push(
        turns.take(ip, () => {
          begun.push(name);
          return new Promise<void>((resolve) => ends.set(name, resolve));
        })
      );
    };
    const end = async (name: string) => {
      ends.get(name)?.();
      await settled();
    };
    return { begun, take, end, done, turns };
  }
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it('are few for an address, few in all, and go round among addresses', async () => {
    const { begun, take, end } = setUp();
    ['a 1', 'a 2', 'a 3', 'a 4', 'b 1', 'c 1', 'c 2', 'd 1'].forEach(take);
    await settled();
    expect(begun).toEqual(['a 1', 'a 2', 'b 1']);
    for (const name of ['a 1', 'a 2', 'b 1', 'c 1', 'd 1']) {
      await end(name);
    }
    expect(begun.slice(3)).toEqual(['a 3', 'c 1', 'd 1', 'a 4', 'c 2']);
  });

  it('are given back by work that fails', async () => {
    const { turns } = setUp();
    for (let time = 0; time < 5; time++) {
      await expect(turns.take('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    }
    await turns.take('a', () => Promise.resolve());
  });
});
