import { guidOf } from '@openvcloud/contract';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AgentProcess } from '../testing/agentProcess';
import { FakeController } from '../testing/fakeController';
import { temporaryFolder } from '../testing/startAgent';
import { until } from '../testing/until';

const LEASE_MS = 1500;

let controller: FakeController;
let agent: AgentProcess;

beforeEach(async () => {
  controller = new FakeController();
  controller.leaseMs = LEASE_MS;
  controller.heartbeatMs = 60_000; // none comes by itself
  await controller.listen();
  agent = new AgentProcess(controller);
  await until('it asks for work', () => controller.workRequests.length > 0);
});

afterEach(async () => {
  agent.kill('SIGKILL');
  await agent.exited;
  await controller.close();
});

/** Stops the agent, for longer than the lease, between being given a job and starting it. */
async function stallWithJob(mark: string): Promise<string> {
  controller.faults.areSourcesHeld = true;
  const guid = controller.add(`def action():\n    open(${JSON.stringify(mark)}, "a").write("ran\\n")`);
  await until('it asks for the source', () => controller.heldSources > 0);
  agent.kill('SIGSTOP');
  const stoppedAt = performance.now();
  await until('the lease is over', () => performance.now() > stoppedAt + LEASE_MS);
  return guid;
}

describe('an agent that stood still for longer than the lease of a job it had not started', () => {
  it('does not run it when the controller has given it to somebody else', async () => {
    const mark = join(temporaryFolder(), 'mark');
    const guid = await stallWithJob(mark);
    controller.unknown.add(guid);
    controller.releaseSources();
    agent.kill('SIGCONT');
    await until('it asks', () => controller.heartbeats.some(({ running }) => running.includes(guid)));
    // The next job shows that the first one is over and done with.
    const next = controller.add('def action():\n    return 1');
    await until('the next one ends', () => controller.job(next).results.length > 0);
    expect(existsSync(mark)).toBe(false);
    expect(controller.reports.filter((report) => guidOf(report) === guid)).toEqual([]);
  });

  it('runs it when the controller has kept it for this agent', async () => {
    const mark = join(temporaryFolder(), 'mark');
    const guid = await stallWithJob(mark);
    controller.releaseSources();
    agent.kill('SIGCONT');
    await until('it ends', () => controller.job(guid).results.length > 0);
    expect(controller.result(guid)?.state).toBe('OK');
    expect(existsSync(mark)).toBe(true);
    const renewed = controller.heartbeats.find(({ running }) => running.includes(guid));
    expect(renewed?.asOf).toBeLessThanOrEqual(controller.now());
  });
});
