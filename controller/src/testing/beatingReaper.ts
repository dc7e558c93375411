import { pino } from 'pino';
import { Reaper } from '../dispatch/reaper';
import type { Ended } from '../jobs/endJobs';
import { LEASE_MS } from '../timing/leaseTimes';
import { recordBeat, type UsableRecord, type UsableTime } from '../timing/usableTime';
import type { TestApp } from './app';

const records = new WeakMap<UsableTime, UsableRecord>();

/** The service is used at this moment: what a controller's pulse does, by the clock of the test. */
export function beat(usable: UsableTime, at: number): void {
  const record = recordBeat(records.get(usable), at);
  records.set(usable, record);
  usable.learn(record);
}

/** A reaper whose controller is there whenever it passes. */
export function beatingReaper(
  test: TestApp,
  now: () => number,
  onEnded: (ended: Ended[]) => void = () => undefined
): Pick<Reaper, 'pass'> {
  const { usable } = test.services;
  const { database } = test.database;
  const reaper = new Reaper({
    database,
    gid: 1,
    leaseMs: LEASE_MS,
    now,
    usable,
    log: pino({ level: 'silent' }),
    onEnded,
  });
  return {
    pass: () => {
      beat(usable, now());
      return reaper.pass();
    },
  };
}
