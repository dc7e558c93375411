import { FAULT_KINDS, isLong, planFaults } from './planFaults';

describe('the plan of a fault run', () => {
  it('has every kind of fault, however short the run', () => {
    expect(new Set(planFaults(300, 3, 2, 1).map(({ kind }) => kind))).toEqual(new Set(FAULT_KINDS));
  });

  it.each([1, 2, 3, 4, 5, 6])('ends with a stall of two agents and a flood on the third, at once (seed %i)', (seed) => {
    const last = planFaults(300, 3, 2, seed).slice(-3);
    expect(last.map(({ kind }) => kind)).toEqual(['stallConnections', 'stallAgent', 'floodLines']);
    expect(new Set(last.map(({ target }) => target)).size).toBe(3);
    expect(new Set(last.map(({ afterJobs }) => afterJobs)).size).toBe(1);
    expect(last[2]?.target).not.toBe(2);
  });

  it('fills the one small spool, and has few stalls before the end', () => {
    const plan = planFaults(10_000, 3, 2, 1);
    expect(new Set(plan.filter(({ kind }) => kind === 'fillSpool').map(({ target }) => target))).toEqual(new Set([2]));
    const stalls = plan.filter(({ kind }) => isLong(kind));
    expect(stalls.length).toBeGreaterThan(2);
    expect(stalls.length).toBeLessThan(25);
  });

  it('is the same for the same seed, and another for another', () => {
    expect(planFaults(10_000, 3, 2, 7)).toEqual(planFaults(10_000, 3, 2, 7));
    expect(planFaults(10_000, 3, 2, 8)).not.toEqual(planFaults(10_000, 3, 2, 7));
  });

  it('strikes during the run, at targets that exist', () => {
    const faults = planFaults(10_000, 3, 2, 3);
    expect(faults).toHaveLength(100);
    for (const { kind, afterJobs, target } of faults) {
      expect(afterJobs).toBeGreaterThan(0);
      expect(afterJobs).toBeLessThan(10_000);
      expect(target).toBeLessThan(kind === 'killController' ? 2 : 3);
    }
  });
});
