import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '../scripts/processes/waitFor';
import type { Evidence } from './evidence/evidence';
import { Ledger } from './evidence/ledger';
import { planFaults } from './plan/planFaults';
import { seededRandom } from './plan/random';
import { readRecord } from './evidence/record';
import { strikeAll } from './strike/strikeAll';
import { type FaultReport } from './judge/table';
import { judge } from './judge/verdict';
import { chooseRequest, execute } from './world/workload';
import { startWorld, type World } from './world/world';

export interface FaultRun {
  jobs: number;
  seed: number;
  /** Empty or new; holds data, logs and the JumpScripts' record afterwards. */
  folder: string;
  say(message: string): void;
}

/** Enough waiting jobs to keep every worker busy through a fault, few enough that all of them see some. */
const MOST_OUTSTANDING = 150;
/** When all jobs were asked for and a fault is still to strike: it must meet some. */
const FEW_OUTSTANDING = 12;
const REQUESTS_AT_ONCE = 4;
const LOOK_EVERY_MS = 200;
/** A lease, another one because a controller or PostgreSQL was away, and time to work off what waits. */
const SETTLED_WITHIN_SECONDS = 240;

export async function runFaults(run: FaultRun): Promise<FaultReport> {
  const began = Date.now();
  const record = join(run.folder, 'record');
  mkdirSync(record);
  const world = await startWorld(run.folder, () => undefined);
  const ledger = new Ledger(world.databaseUrl);
  try {
    await ledger.install();
    await waitFor('agents and JumpScript', () => ledger.isReady(world.agents.length), { seconds: 120 });
    const from = Date.now();
    const driven = await drive(run, world, ledger, record);
    run.say(`${driven.acknowledged.length} jobs requested, all faults done; waiting until every job has ended`);
    await waitFor('every job to end', async () => (await ledger.liveCount()) === 0, {
      seconds: SETTLED_WITHIN_SECONDS,
      everyMs: 1000,
    }).catch(
      (error: unknown) => run.say(String(error)) // the table shows which
    );
    const sampled = { nids: world.agents.map(({ nid }) => nid), from, to: Date.now() };
    await world.stopAgents();
    run.say('agents have stopped; comparing');
    const verdict = judge(await collect(driven, sampled, world, ledger, record));
    return { verdict, seconds: (Date.now() - began) / 1000 };
  } finally {
    await ledger.close();
    await world.stop();
  }
}

/** Asks for the jobs, and for more while a fault has not struck, and lets the faults strike, until all of both are done. */
async function drive(
  { jobs, seed, say }: FaultRun,
  world: World,
  ledger: Ledger,
  record: string
): Promise<Pick<Evidence, 'acknowledged' | 'planned' | 'struck'>> {
  const acknowledged: string[] = [];
  const progress = { ended: 0, gate: 0 };
  const random = seededRandom(seed);
  const faults = planFaults(jobs, world.agents.length, world.controllers.length, seed);
  const nids = world.agents.map(({ nid }) => nid);
  let isDone = false;
  let isStruck = false;

  const request = async (lane: number): Promise<void> => {
    while (acknowledged.length < jobs || !isStruck) {
      const most = acknowledged.length < jobs ? MOST_OUTSTANDING : FEW_OUTSTANDING;
      if (acknowledged.length - progress.ended < most && acknowledged.length < progress.gate) {
        acknowledged.push(...(await execute(world.controllerUrls, chooseRequest(random, nids, record), lane)));
      } else {
        await delay(LOOK_EVERY_MS / 2);
      }
    }
  };
  const watchProgress = async (): Promise<void> => {
    while (!isDone) {
      progress.ended = await ledger.endedCount().catch(() => progress.ended); // PostgreSQL is being restarted
      await delay(LOOK_EVERY_MS);
    }
  };
  const onCreated = (guids: readonly string[]): void => void acknowledged.push(...guids);
  const arena = { world, ledger, record, random, onCreated };
  const striking = strikeAll(faults, arena, progress, jobs / faults.length, say).finally(() => {
    isStruck = true;
  });
  const requesting = Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, (_, lane) => request(lane)));
  const watching = watchProgress();
  const both = Promise.all([striking, requesting]).finally(() => {
    isDone = true;
  });
  const [struck] = await Promise.race([both, world.failed]);
  await watching;
  return { acknowledged, planned: faults.map(({ kind }) => kind), struck };
}

async function collect(
  driven: Pick<Evidence, 'acknowledged' | 'planned' | 'struck'>,
  sampled: Evidence['sampled'],
  world: World,
  ledger: Ledger,
  record: string
): Promise<Evidence> {
  const runs = readRecord(record);
  return {
    ...driven,
    sampled,
    runs,
    jobs: await ledger.jobs(),
    ends: await ledger.ends(),
    stored: await ledger.lines(runs),
    samples: await ledger.samples(),
    // An agent that has delivered everything leaves no spool behind.
    undelivered: world.agents.flatMap(({ spoolFolder }) => readdirSync(spoolFolder)).length,
  };
}
