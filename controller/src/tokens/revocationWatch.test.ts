import { RevocationWatch } from './revocationWatch';

describe('what a token holds open', () => {
  /** What the database says of tokens at each look; `never`: it does not answer. */
  let answers: Array<string[] | Error | 'never'>;
  let looks: string[][];
  let tellRevoked: (id: string) => void;
  let watch: RevocationWatch;
  beforeEach(() => {
    jest.useFakeTimers();
    [answers, looks] = [[], []];
    watch = new RevocationWatch({
      onRevoked: (listener) => {
        tellRevoked = listener;
      },
      existing: async (ids) => {
        looks.push([...ids]);
        const answer = answers.shift() ?? [...ids];
        if (answer instanceof Error) {
          throw answer;
        }
        return answer === 'never' ? new Promise(() => undefined) : new Set(answer);
      },
    });
  });
  afterEach(() => jest.useRealTimers());

  it('ends at once when it is revoked here, and nothing else does', () => {
    const [one, other] = [watch.enter('a'), watch.enter('b')];
    tellRevoked('a');
    expect([one, other].map(({ revoked }) => revoked.aborted)).toEqual([true, false]);
  });

  it('ends within five seconds when it is revoked elsewhere', async () => {
    const [one, other] = [watch.enter('a'), watch.enter('b')];
    answers.push(['a', 'b'], ['b']);
    await jest.advanceTimersByTimeAsync(5_000);
    expect([one, other].map(({ revoked }) => revoked.aborted)).toEqual([true, false]);
  });

  it.each([
    ['refuses', new Error('away'), 0],
    ['does not answer', 'never' as const, 2_000],
  ])('goes on while the database %s, and ends as soon as that says so again', async (_what, away, tookMs) => {
    const { revoked } = watch.enter('a');
    answers.push(away, away, []);
    await jest.advanceTimersByTimeAsync(2_500 + tookMs + 250);
    expect(looks).toHaveLength(2);
    expect(revoked.aborted).toBe(false);
    await jest.advanceTimersByTimeAsync(tookMs + 250);
    expect(revoked.aborted).toBe(true);
  });

  it('is looked for only as long as there is something, and again when there is', async () => {
    const first = watch.enter('a');
    first.leave();
    first.leave();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(looks).toEqual([]);
    const [second, third] = [watch.enter('a'), watch.enter('b')];
    await jest.advanceTimersByTimeAsync(2_500);
    second.leave();
    await jest.advanceTimersByTimeAsync(2_500);
    expect(looks).toEqual([['a', 'b'], ['b']]);
    third.leave();
    expect(jest.getTimerCount()).toBe(0);
  });
});
