import type { UnsentReport } from '@openvcloud/contract';
import { waitFor } from '../../scripts/processes/waitFor';
import { machineBusySeconds, processUse } from './processUse';
import { ProtocolAgent } from './protocolAgent';
import { tokenOf, type Stage } from './stage';

export interface Measurement {
  what: string;
  /** Jobs or log lines. */
  units: number;
  seconds: number;
  /** CPU seconds: of the controller, PostgreSQL, the agents; of the machine with everybody else on it. */
  cpu: { controller: number; postgres: number; agents: number; machine: number };
  memoryMb: { controller: number; agent: number };
}

const ENDED = "select count(*) from jobs where not is_live and state = 'OK'";
/** What is still to be done. To count those that have ended would take longer with every round, of PostgreSQL's time. */
const LIVE = 'select count(*) from jobs_live';
const TAKEN_AT_ONCE = 100;
const LINES_PER_REPORT = 500;
const REPORTS_PER_REQUEST = 10;

/** No-op JumpScripts on real agents, each in a Python process of its own, from queue to stored result. */
export async function measureEndToEnd(
  stage: Stage,
  agents: number,
  workers: number,
  jobs: number
): Promise<Measurement> {
  const services = Array.from({ length: agents }, (_, index) => stage.startAgent(index + 1, workers));
  const pids = (): number[] => services.map((service) => service.pid() ?? 0);
  try {
    await runAll(stage, agents * workers); // warm: registered, source fetched, Python started
    const before = await stage.count(ENDED);
    const measurement = await measure(
      stage,
      `${jobs} no-op jobs, ${agents} real agent${agents > 1 ? 's' : ''} of ${workers} workers`,
      jobs,
      pids(),
      () => runAll(stage, jobs)
    );
    const ended = (await stage.count(ENDED)) - before;
    if (ended !== jobs) {
      throw new Error(`Expected ${jobs} jobs to end as OK, ${ended} did: see the logs of the agents.`);
    }
    return measurement;
  } finally {
    await Promise.all(services.map((service) => service.stop()));
  }
}

async function runAll(stage: Stage, jobs: number): Promise<void> {
  await stage.plantJobs(jobs, 'bench');
  await waitFor('the jobs to end', async () => (await stage.count(LIVE)) === 0, { seconds: 600, everyMs: 50 });
}

/** The controller alone: agents that only speak the protocol take, start and end jobs over HTTP. */
export async function measureDispatch(stage: Stage, agents: number, jobs: number): Promise<Measurement> {
  const workers = await startProtocolAgents(stage, agents, 'dispatch');
  await stage.plantJobs(jobs, 'dispatch');
  let left = jobs;
  let running = jobs;
  let finish = (): void => undefined;
  // Not until all agents have heard that there is nothing left: the last long polls wait for a second.
  const isDone = new Promise<void>((resolve) => (finish = resolve));
  const work = async (agent: ProtocolAgent): Promise<void> => {
    while (left > 0) {
      const taken = await agent.work(TAKEN_AT_ONCE);
      left -= taken.length;
      if (taken.length > 0) {
        const [time, of] = [Date.now(), taken.map(({ guid, attempt }) => ({ guid, attempt }))];
        await agent.report(of.map((job) => ({ kind: 'started', ...job, time })));
        await agent.report(of.map((job) => ({ kind: 'result', ...job, time, state: 'OK', resultCode: 0, result: 1 })));
        running -= taken.length;
      }
      if (running === 0) {
        finish();
      }
    }
  };
  const what = `${jobs} jobs taken, started and ended by ${agents} protocol-level agents`;
  let working: Promise<unknown> = Promise.resolve();
  const measurement = await measure(stage, what, jobs, [], () => {
    working = Promise.all(workers.map(work));
    return Promise.race([isDone, working]);
  });
  await working;
  return measurement;
}

/** Log lines only: agents that already have what they send. */
export async function measureIngestion(stage: Stage, agents: number, lines: number): Promise<Measurement> {
  const workers = await startProtocolAgents(stage, agents, 'lines');
  await stage.plantJobs(agents, 'lines');
  const perAgent = Math.floor(lines / agents);
  const send = async (agent: ProtocolAgent): Promise<void> => {
    const [job] = await waitFor('a job', async () => nonEmpty(await agent.work(1)), { seconds: 30 });
    if (job === undefined) {
      return;
    }
    const { guid, attempt } = job;
    await agent.report([{ kind: 'started', guid, attempt, time: Date.now() }]);
    for (let sent = 0; sent < perAgent; sent += LINES_PER_REPORT * REPORTS_PER_REQUEST) {
      await agent.report(lineReports(guid, attempt, sent));
    }
    await agent.report([{ kind: 'result', guid, attempt, time: Date.now(), state: 'OK', resultCode: 0, result: null }]);
  };
  return measure(stage, `${lines} log lines from ${agents} protocol-level agents`, perAgent * agents, [], () =>
    Promise.all(workers.map(send))
  );
}

function lineReports(guid: string, attempt: number, after: number): UnsentReport[] {
  const time = Date.now();
  return Array.from({ length: REPORTS_PER_REQUEST }, (_, report) => ({
    kind: 'logs' as const,
    guid,
    attempt,
    lines: Array.from({ length: LINES_PER_REPORT }, (_, line) => {
      const seq = after + report * LINES_PER_REPORT + line + 1;
      return {
        seq,
        time,
        level: 5,
        category: 'bench',
        message: `line ${seq}: disk sda1 is ${seq % 100}% full, 12345 of 67890 MB used`,
        pid: 1,
      };
    }),
  }));
}

async function startProtocolAgents(stage: Stage, count: number, role: string): Promise<ProtocolAgent[]> {
  const agents = Array.from({ length: count }, (_, index) => new ProtocolAgent(stage.url, tokenOf(index + 1)));
  await Promise.all(agents.map((agent, index) => agent.register(`agent-${index + 1}`, [role])));
  return agents;
}

async function measure(
  stage: Stage,
  what: string,
  units: number,
  agents: number[],
  work: () => Promise<unknown>
): Promise<Measurement> {
  const sum = (pids: number[]): number => pids.reduce((total, pid) => total + processUse(pid).cpuSeconds, 0);
  const look = () => ({
    controller: sum([stage.controllerPid()]),
    postgres: sum([stage.postgresPid()]),
    agents: sum(agents),
    machine: machineBusySeconds(),
  });
  const before = look();
  const began = performance.now();
  await work();
  const seconds = (performance.now() - began) / 1000;
  const after = look();
  const cpu = {
    controller: after.controller - before.controller,
    postgres: after.postgres - before.postgres,
    agents: after.agents - before.agents,
    machine: after.machine - before.machine,
  };
  const memoryMb = {
    controller: processUse(stage.controllerPid()).memoryMb,
    agent: agents[0] === undefined ? 0 : processUse(agents[0]).memoryMb,
  };
  return { what, units, seconds, cpu, memoryMb };
}

function nonEmpty<Item>(items: Item[]): Item[] | undefined {
  return items.length > 0 ? items : undefined;
}
