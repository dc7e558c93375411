import { ApiError } from '../errors/errors';
import { MOST_WAITING, readingFor, ReadTurns } from './readTurns';

describe('turns at connections that read', () => {
  let now: number;
  let turns: ReadTurns;
  let begun: string[];
  let ends: Map<string, () => void>;
  beforeEach(() => {
    now = 1_000;
    turns = new ReadTurns(6, () => now);
    [begun, ends] = [[], new Map()];
  });

  /** `a1`: the first read of token a; `-1`: one of the controller itself. */
  const ask = (name: string, withinMs = 60_000): Promise<ApiError | undefined> => {
    const token = name.replace(/\d+/, '');
    const reader = token === '-' ? undefined : { id: token, name: `token ${token}` };
    return readingFor(reader, async () => {
      const end = await turns.take(withinMs);
      if (end instanceof ApiError) {
        return end;
      }
      begun.push(name);
      ends.set(name, end);
      return undefined;
    });
  };
  const askAll = (...names: string[]) => names.map((name) => ask(name));
  const end = (name: string) => ends.get(name)?.();
  /** Whatever may begin has begun. */
  const settle = () => new Promise((resolve) => setImmediate(resolve));

  it('are two thirds for one token, so that others find some', async () => {
    void askAll('a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'b1', 'b2', 'b3');
    await settle();
    expect(begun).toEqual(['a1', 'a2', 'a3', 'a4', 'b1', 'b2']);
  });

  it('are next for who has the fewest, whoever asked first', async () => {
    void askAll('a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'a5', 'a6', 'b3', 'c1', 'c2');
    await settle();
    for (const [ended, next] of [
      ['a1', 'c1'],
      ['a2', 'c2'],
      ['a3', 'a5'],
    ] as const) {
      end(ended);
      await settle();
      expect(begun.at(-1)).toBe(next);
    }
  });

  it('are next for who used least of the database lately, where they have the same', async () => {
    void askAll('a1', 'b1');
    await settle();
    now += 5_000;
    end('a1');
    now += 1_000;
    end('b1');
    void askAll('c1', 'c2', 'c3', 'c4', 'd1', 'd2', 'b2', 'a2');
    await settle();
    end('d1');
    await settle();
    expect(begun.at(-1)).toBe('a2');
    // What was long ago counts no more.
    now += 600_000;
    void askAll('a3');
    end('a2');
    await settle();
    expect(begun.at(-1)).toBe('b2');
  });

  it('come first for what the controller reads for itself, and may be all of them', async () => {
    void askAll('a1', 'a2', 'a3', 'a4', '-1', '-2', 'b1', '-3');
    await settle();
    end('a1');
    await settle();
    expect(begun.at(-1)).toBe('-3');
    void askAll('-4', '-5', '-6');
    ['a2', 'a3', 'a4'].forEach(end);
    await settle();
    expect(begun.slice(-3)).toEqual(['-4', '-5', '-6']);
  });

  it('are refused to a token of which many wait already, with what to do', async () => {
    void askAll(...Array.from({ length: 4 + MOST_WAITING }, (_, index) => `a${index}`));
    const refused = await ask('a999');
    expect(refused).toMatchObject({
      code: 'TOO_MANY_READS',
      status: 429,
      detail: `Expected token "token a" to have at most 4 reads at a time, and no more in line than get their turn in seconds; got 4 that run and ${MOST_WAITING} that wait.`,
      more: { headers: { 'retry-after': '5' } },
    });
    expect(await ask('b1')).toBeUndefined();
  });

  it('that do not come in time are refused: as its own share, or as taken by others', async () => {
    void askAll('a1', 'a2', 'a3', 'a4');
    expect(await ask('a5', 1)).toMatchObject({
      code: 'TOO_MANY_READS',
      detail: expect.stringContaining('1 that wait'),
    });
    void askAll('b1', 'b2');
    expect(await ask('c1', 1)).toMatchObject({ code: 'BUSY', status: 503 });
    expect(await ask('-1', 1)).toMatchObject({ code: 'BUSY', status: 503 });
    end('a1');
    await settle();
    expect(begun).toEqual(['a1', 'a2', 'a3', 'a4', 'b1', 'b2']);
  });

  it('of one connection are one', async () => {
    turns = new ReadTurns(1, () => now);
    void askAll('a1', 'a2', 'b1');
    await settle();
    now += 1;
    end('a1');
    await settle();
    expect(begun).toEqual(['a1', 'b1']);
  });
});
