import { readFileSync } from 'node:fs';
import { AgentProcess } from './agentProcess';
import { FakeController } from './fakeController';
import { startAgent } from './startAgent';
import { until } from './until';

/**
 * What tests of the agent do, for the test that kills it: one agent in this process, one in its own and one that stands
 * still, each with a job whose daemon has left the process group. Prints the pids of all they started, and waits.
 */
const DAEMON =
  'import subprocess, time\ndef action():\n    print(subprocess.Popen(["sleep", "300"], start_new_session=True).pid, flush=True)\n    time.sleep(300)';

async function start(): Promise<number[]> {
  const controllers = [new FakeController(), new FakeController(), new FakeController()] as const;
  await Promise.all(controllers.map((controller) => controller.listen()));
  const [here, apart, stopped] = controllers;
  const inside = await startAgent(here);
  const agents = [new AgentProcess(apart), new AgentProcess(stopped)];
  const guids = controllers.map((controller) => controller.add(DAEMON));
  const jobs = controllers.map((controller, index) => controller.job(guids[index] ?? ''));
  await until('every job has its daemon', () => jobs.every(({ lines }) => lines.length === 1), 60_000);
  agents[1]?.kill('SIGSTOP');
  const own = [inside.runnerPid, ...agents.flatMap(({ pid }) => [pid, ...childrenOf(pid)])];
  return [...own, ...jobs.flatMap(({ pid, lines }) => [pid, Number(lines[0]?.message)])].map(Number);
}

function childrenOf(pid: number | undefined): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}

void start().then((pids) => process.stdout.write(`${JSON.stringify(pids)}\n`));
