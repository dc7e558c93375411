import { version } from '../../package.json';
import type { Handlers } from '../http/handler';
import { LEASE_MS } from '../timing/leaseTimes';
import type { Services } from './services';
import { readHoldings } from './readInfo';

export function infoRoutes({ config, database, now, startedAt, usable }: Services): Handlers<'getInfo'> {
  return {
    getInfo: async ({ caller, signal }) => ({
      name: 'OpenvCloud Agent Controller',
      version,
      gid: config.gid,
      startedAt,
      role: caller.role,
      ...(await readHoldings(database, caller.gid, now(), usable.liveAfter(now(), LEASE_MS), signal)),
      asOf: now(),
    }),
  };
}
