import { ControllerClock, monotonicMs } from './controllerClock';

describe("the controller's clock, as an agent knows it", () => {
  let monotonic: number;
  let clock: ControllerClock;
  beforeEach(() => {
    monotonic = 50_000;
    clock = new ControllerClock(() => monotonic);
  });
  /** An answer that arrives now, and took so long. */
  const answer = (time: number, tookMs: number) =>
    clock.learn({ time, sentAt: monotonic - tookMs, arrivedAt: monotonic });

  it('is unknown before an answer came', () => {
    expect(() => clock.now()).toThrow('expected an answer');
  });

  it('goes on by the monotonic clock', () => {
    answer(1_000_000, 20);
    expect(clock.now()).toBe(1_000_000);
    monotonic += 1500;
    expect(clock.now()).toBe(1_001_500);
  });

  it.each([
    ['a quicker answer', 9_990, 10, true],
    ['a slower answer that fits', 9_990, 100, false],
    ['one about as slow, since clocks drift', 9_999, 24, true],
    ['a slower one that says it is later', 10_001, 5_000, true],
    ['a slower one that says it cannot be that late', 9_800, 100, true],
  ])('takes %s for better, or not', (_, later, tookMs, isTaken) => {
    answer(1_000_000, 20);
    monotonic += 10_000;
    answer(1_000_000 + later, tookMs);
    expect(clock.now()).toBe(1_000_000 + (isTaken ? later : 10_000));
  });

  describe('for one job', () => {
    it('does not go back, nor jump, when something better is learnt', () => {
      answer(1_000_000, 5_000);
      const job = clock.forJob(999_000);
      expect(job.now()).toBe(1_000_000);
      monotonic += 100;
      answer(500_000, 1);
      expect([clock.now(), job.now()]).toEqual([500_000, 1_000_100]);
    });

    it('begins when the job was made, at the earliest', () => {
      answer(1_000_000, 20);
      expect(clock.forJob(1_000_007).now()).toBe(1_000_007);
    });

    it('tells when something was that a script saw, within the job and up to now', () => {
      answer(1_000_000, 20);
      const job = clock.forJob(0);
      monotonic += 1000;
      expect([50_400.7, 49_000, 51_000, 99_000_000, -1, Infinity].map((moment) => job.at(moment))).toEqual([
        1_000_400, 1_000_000, 1_001_000, 1_001_000, 1_000_000, 1_001_000,
      ]);
    });
  });
});

describe('the monotonic clock', () => {
  it('goes on in milliseconds', async () => {
    const [before, start] = [monotonicMs(), performance.now()];
    while (performance.now() < start + 20) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(monotonicMs() - before).toBeGreaterThanOrEqual(20 - 1);
    expect(monotonicMs() - before).toBeLessThan(performance.now() - start + 1000);
  });
});
