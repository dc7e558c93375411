import { FAULT_KINDS, planFaults } from './planFaults';

describe('the plan of a fault run', () => {
  it('has every kind of fault, however short the run', () => {
    expect(new Set(planFaults(300, 3, 2, 1).map(({ kind }) => kind))).toEqual(new Set(FAULT_KINDS));
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
