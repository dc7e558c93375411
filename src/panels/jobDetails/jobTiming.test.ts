import { jobTiming } from './jobTiming';

describe('jobTiming', () => {
  const times = { timeCreate: 1000, timeStart: null, timeStop: null, waitMs: null, runMs: null, timeoutSeconds: 10 };

  it('counts the wait of a job that has not started up to now', () => {
    expect(jobTiming(times, 4000)).toMatchObject({ waitMs: 3000, runMs: null, isWaiting: true, usedOfTimeout: null });
  });

  it('counts the run of a job that has not ended up to now, against its timeout', () => {
    expect(jobTiming({ ...times, timeStart: 2000, waitMs: 1000 }, 7000)).toMatchObject({
      waitMs: 1000,
      runMs: 5000,
      isRunning: true,
      usedOfTimeout: 0.5,
    });
  });

  it('takes what was measured of a job that has ended', () => {
    const ended = { ...times, timeStart: 2000, timeStop: 4000, waitMs: 1001, runMs: 2002 };
    expect(jobTiming(ended, 9000)).toEqual({
      waitMs: 1001,
      runMs: 2002,
      isWaiting: false,
      isRunning: false,
      usedOfTimeout: 0.2002,
    });
  });

  it('knows neither wait nor run of a job that ended before it started, as when it is cancelled', () => {
    expect(jobTiming({ ...times, timeStop: 4000 }, 9000)).toEqual({
      waitMs: null,
      runMs: null,
      isWaiting: false,
      isRunning: false,
      usedOfTimeout: null,
    });
  });

  it('knows no wait of a job that runs where it was not measured', () => {
    expect(jobTiming({ ...times, timeStart: 2000 }, 3000)).toMatchObject({ waitMs: null, isWaiting: false });
  });

  it('uses up no more than the timeout, and nothing of none', () => {
    const running = { ...times, timeStart: 2000 };
    expect(jobTiming(running, 20_000).usedOfTimeout).toBe(1);
    expect(jobTiming({ ...running, timeoutSeconds: 0 }, 3000).usedOfTimeout).toBeNull();
  });

  it('never counts backwards when clocks differ', () => {
    expect(jobTiming(times, 500).waitMs).toBe(0);
    expect(jobTiming({ ...times, timeStart: 2000 }, 500).runMs).toBe(0);
  });
});
