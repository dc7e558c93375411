import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '../processes/waitFor';
import { Ledger } from './evidence';
import { isStall, planFaults } from './planFaults';
import { seededRandom } from './random';
import { strike } from './strike';
import { judge, type Verdict } from './verdict';
import { chooseRequest, execute } from './workload';
import { startWorld } from './world';

export interface FaultRun {
  jobs: number;
  seed: number;
  /** Empty or new; holds data, logs and the JumpScripts' record afterwards. */
  folder: string;
  say(message: string): void;
}

export interface FaultReport {
  verdict: Verdict;
  faults: Record<string, number>;
  seconds: number;
}

/** Enough waiting jobs to keep every worker busy through a fault, few enough that all of them see some. */
const MOST_OUTSTANDING = 150;
const REQUESTS_AT_ONCE = 4;
const LOOK_EVERY_MS = 200;
/** A lease, another one because a controller or PostgreSQL was away, and time to work off what waits. */
const SETTLED_WITHIN_SECONDS = 240;

export async function runFaults({ jobs, seed, folder, say }: FaultRun): Promise<FaultReport> {
  const began = Date.now();
  const record = join(folder, 'record.txt');
  const world = await startWorld(folder, () => undefined);
  const ledger = new Ledger(world.databaseUrl);
  try {
    await ledger.install();
    await waitFor('agents and JumpScript', () => ledger.isReady(world.agents.length), { seconds: 120 });
    const acknowledged: string[] = [];
    const progress = { ended: 0, gate: 0, isStruck: false };
    const random = seededRandom(seed);
    const faults = planFaults(jobs, world.agents.length, world.controllers.length, seed);
    const driven = Promise.all([
      watchProgress(),
      ...Array.from({ length: REQUESTS_AT_ONCE }, (_, lane) => drive(lane)),
      strikeAll(),
    ]);
    await Promise.race([driven, world.failed]);
    say(`${acknowledged.length} jobs requested, all faults done; waiting until every job has ended`);
    await waitFor('every job to end', async () => (await ledger.liveCount()) === 0, {
      seconds: SETTLED_WITHIN_SECONDS,
      everyMs: 1000,
    }).catch(
      (error: unknown) => say(String(error)) // the table shows which
    );
    await world.stopAgents();
    const verdict = judge(await ledger.read(acknowledged, record));
    return { verdict, faults: countKinds(faults.map(({ kind }) => kind)), seconds: (Date.now() - began) / 1000 };

    async function drive(lane: number): Promise<void> {
      const nids = world.agents.map(({ nid }) => nid);
      while (acknowledged.length < jobs) {
        if (acknowledged.length - progress.ended < MOST_OUTSTANDING && acknowledged.length < progress.gate) {
          acknowledged.push(...(await execute(world.controllerUrls, chooseRequest(random, nids, record), lane)));
        } else {
          await delay(LOOK_EVERY_MS / 2);
        }
      }
    }

    async function watchProgress(): Promise<void> {
      while (!progress.isStruck) {
        progress.ended = await ledger.endedCount().catch(() => progress.ended); // PostgreSQL is being restarted
        await delay(LOOK_EVERY_MS);
      }
    }

    async function strikeAll(): Promise<void> {
      const context = {
        world,
        record,
        random,
        onCreated: (guids: string[]) => acknowledged.push(...guids),
        hasLease: (nid: number) => ledger.hasLease(nid),
      };
      const stalls = new Map<number, Promise<void>>();
      for (const [index, fault] of faults.entries()) {
        // The jobs must not run ahead of the faults: each fault is to meet jobs that run.
        progress.gate = Math.max(fault.afterJobs, faults[index + 1]?.afterJobs ?? 0) + jobs / faults.length;
        while (progress.ended < fault.afterJobs) {
          await delay(LOOK_EVERY_MS / 4);
        }
        say(`${String(progress.ended).padStart(6)} jobs ended: ${fault.kind} ${fault.target + 1}`);
        if (isStall(fault.kind)) {
          // One after the other on the same agent, while others strike.
          const last = stalls.get(fault.target) ?? Promise.resolve();
          stalls.set(
            fault.target,
            last.then(() => strike(fault, context))
          );
        } else {
          await strike(fault, context);
        }
      }
      progress.gate = Infinity;
      await Promise.all(stalls.values());
      progress.isStruck = true;
    }
  } finally {
    await ledger.close();
    await world.stop();
  }
}

function countKinds(kinds: readonly string[]): Record<string, number> {
  return kinds.reduce<Record<string, number>>((counts, kind) => ({ ...counts, [kind]: (counts[kind] ?? 0) + 1 }), {});
}
