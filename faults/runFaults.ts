import type { ExecuteRequest } from '@openvcloud/contract';
import { chmodSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '../scripts/processes/waitFor';
import type { Evidence, SeenProcesses } from './evidence/evidence';
import { Ledger } from './evidence/ledger';
import { Survivors } from './evidence/survivors';
import { HostileJobs } from './hostile/hostileJobs';
import { planFaults } from './plan/planFaults';
import { seededRandom } from './plan/random';
import { readRecord } from './evidence/record';
import { strikeAll } from './strike/strikeAll';
import { endedUnasked, type Ending } from './judge/endedUnasked';
import { type FaultReport } from './judge/table';
import { judge } from './judge/verdict';
import { processesOfJobs } from './world/processes';
import { chooseRequest, execute } from './world/workload';
import { startWorld, type World } from './world/world';

export interface FaultRun {
  jobs: number;
  seed: number;
  /** The share of requests for a hostile job, from 0 to 1. */
  hostile: number;
  /** Whose JumpScripts are; undefined: their agents'. */
  runAs: string | undefined;
  /** Empty or new; holds data, logs and the JumpScripts' record afterwards. */
  folder: string;
  say(message: string): void;
}

type Driven = Pick<Evidence, 'acknowledged' | 'planned' | 'struck'> & Pick<SeenProcesses, 'survivors'>;

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
  chmodSync(record, 0o1777);
  const endings: Ending[] = [];
  const world = await startWorld(run.folder, run.runAs, (message) => void endings.push({ at: Date.now(), message }));
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
    const left = processesOfJobs(
      world.temporary,
      world.agents.map(({ service }) => service.pid() ?? 0)
    );
    const sampled = { nids: world.agents.map(({ nid }) => nid), from, to: Date.now() };
    await world.stopAgents();
    run.say('agents have stopped; comparing');
    const processes = {
      touched: world.agents.flatMap(({ nid, bystander }) => bystander.touched().map((how) => `node ${nid}: ${how}`)),
      ended: endedUnasked(endings, driven.struck),
      survivors: [...driven.survivors, ...left.map((pid) => `pid ${pid}, in the end`)],
    };
    const isOtherUser = run.runAs !== undefined;
    const verdict = judge({ ...(await collect(driven, sampled, world, ledger, record)), isOtherUser, processes });
    return { verdict, seconds: (Date.now() - began) / 1000 };
  } finally {
    await ledger.close();
    await world.stop();
  }
}

/** Asks for the jobs, and for more while a fault has not struck, and lets the faults strike, until all of both are done. */
async function drive(
  { jobs, seed, hostile, say }: FaultRun,
  world: World,
  ledger: Ledger,
  record: string
): Promise<Driven> {
  const acknowledged: string[] = [];
  const progress = { ended: 0, gate: 0 };
  const random = seededRandom(seed);
  const faults = planFaults(jobs, world.agents.length, world.controllers.length, seed);
  const nids = world.agents.map(({ nid }) => nid);
  const survivors = new Survivors(ledger, record);
  const sockets = world.temporary;
  const hostileJobs = new HostileJobs(random, nids, (nid) => ({
    record,
    sockets,
    bystander: world.agents.find((agent) => agent.nid === nid)?.bystander.pid ?? 0,
  }));
  const chooseNext = (): ExecuteRequest =>
    random() < hostile ? hostileJobs.next() : chooseRequest(random, nids, record);
  let isDone = false;
  let isStruck = false;

  const request = async (lane: number): Promise<void> => {
    while (acknowledged.length < jobs || !isStruck) {
      const most = acknowledged.length < jobs ? MOST_OUTSTANDING : FEW_OUTSTANDING;
      if (acknowledged.length - progress.ended < most && acknowledged.length < progress.gate) {
        acknowledged.push(...(await execute(world.controllerUrls, chooseNext(), lane)));
      } else {
        await delay(LOOK_EVERY_MS / 2);
      }
    }
  };
  const watchProgress = async (): Promise<void> => {
    while (!isDone) {
      progress.ended = await ledger.endedCount().catch(() => progress.ended); // PostgreSQL is being restarted
      await survivors.look().catch(() => undefined);
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
  return { acknowledged, planned: faults.map(({ kind }) => kind), struck, survivors: survivors.found };
}

async function collect(
  { acknowledged, planned, struck }: Driven,
  sampled: Evidence['sampled'],
  world: World,
  ledger: Ledger,
  record: string
): Promise<Omit<Evidence, 'isOtherUser' | 'processes'>> {
  const runs = readRecord(record);
  return {
    acknowledged,
    planned,
    struck,
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
