import { backoffMs } from './backoff';

describe('backoffMs', () => {
  it('doubles up to the maximum, half of it left to chance', () => {
    const policy = { firstMs: 100, maxMs: 1000 };
    expect([0, 1, 2, 3, 4, 99].map((attempt) => backoffMs(policy, attempt, () => 1))).toEqual([
      100, 200, 400, 800, 1000, 1000,
    ]);
    expect([0, 1, 4].map((attempt) => backoffMs(policy, attempt, () => 0))).toEqual([50, 100, 500]);
  });
});
