import { Type } from '@sinclair/typebox';
import { type Logger } from 'pino';
import { guardFor } from '../wire/contractGuard';

const OwnCgroups = Type.Object({
  path: Type.String(),
  controllers: Type.Array(Type.String()),
  is_born_there: Type.Boolean(),
});
const NoCgroups = Type.Object({ none: Type.String(), isFault: Type.Boolean() });
const own = guardFor(OwnCgroups);
const none = guardFor(NoCgroups);

const MEASURED = 'limits are kept by the kernel for each process, and measured every second over all of a job';
const LIMITS = { memory: 'memory', pids: 'processes' } as const;

/** Have the log say what holds jobs to their limits. `said`: what the zygote told of cgroups (runner/zygote.py). */
export function logConfinement(said: unknown, log: Pick<Logger, 'info' | 'warn'>): void {
  if (own.accepts(said)) {
    const { path, controllers, is_born_there: isBornThere } = said;
    const held = Object.entries(LIMITS).flatMap(([controller, limit]) =>
      controllers.includes(controller) ? [limit] : []
    );
    const which = held.length === 0 ? 'no limit; ' + MEASURED : `the limits of ${held.join(' and ')} over all of it`;
    const slow = isBornThere ? '' : ', into which it is moved (this takes some 10 ms each)';
    log.info({ cgroup: path, controllers }, `each job has a cgroup of its own${slow}; there the kernel holds ${which}`);
  } else if (none.accepts(said)) {
    const say = said.isFault ? log.warn.bind(log) : log.info.bind(log);
    say(`jobs have no cgroups of their own (${said.none}); ${MEASURED}`);
  }
}
