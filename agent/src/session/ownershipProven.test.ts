import { SignalFlag } from '../timing/signalFlag';
import { ownershipProven } from './ownershipProven';

const job = { guid: 'a', attempt: 3 };

describe('the proof that a job is still ours', () => {
  it('is the lease, while that lasts: nobody is asked', async () => {
    const held = { hasLease: jest.fn(() => true), renewed: jest.fn() };
    const wanted = new SignalFlag();
    const raise = jest.spyOn(wanted, 'raise');
    await ownershipProven(held, job, 1000, wanted);
    expect(held.hasLease.mock.calls).toEqual([['a', 3, 1000]]);
    expect(held.renewed).not.toHaveBeenCalled();
    expect(raise).not.toHaveBeenCalled();
  });

  it('is else the next heartbeat, which is asked for at once, and the next when that one came late, too', async () => {
    const leases = [false, false, true];
    const renewals: Array<() => void> = [];
    const held = {
      hasLease: () => leases.shift() ?? true,
      renewed: jest.fn(() => new Promise<void>((done) => renewals.push(done))),
    };
    const wanted = new SignalFlag();
    const raise = jest.spyOn(wanted, 'raise');
    const proven = jest.fn();
    const proof = ownershipProven(held, job, 1000, wanted).then(proven);
    expect([renewals.length, raise.mock.calls.length]).toEqual([1, 1]);
    renewals[0]?.();
    await new Promise((done) => setImmediate(done));
    expect([renewals.length, raise.mock.calls.length]).toEqual([2, 2]);
    expect(proven).not.toHaveBeenCalled();
    renewals[1]?.();
    await proof;
    expect(held.renewed.mock.calls).toEqual([
      ['a', 3],
      ['a', 3],
    ]);
  });
});
