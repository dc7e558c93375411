import { FAULT_KINDS, isStall, planFaults } from './planFaults';

describe('the plan of a fault run', () => {
  it('has every kind of fault, however short the run', () => {
    expect(new Set(planFaults(300, 3, 2, 1).map(({ kind }) => kind))).toEqual(new Set(FAULT_KINDS));
  });

  it('ends with a stall of two agents at once, and has few before', () => {
    const last = planFaults(300, 3, 2, 1).slice(-2);
    expect(last.map(({ kind }) => isStall(kind))).toEqual([true, true]);
    expect(last[0]?.target).not.toBe(last[1]?.target);
    expect(last[0]?.afterJobs).toBe(last[1]?.afterJobs);
    const stalls = planFaults(10_000, 3, 2, 1).filter(({ kind }) => isStall(kind));
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
