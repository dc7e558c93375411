import { guidOf } from '@openvcloud/contract';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AgentProcess } from './testing/agentProcess';
import { FakeController } from './testing/fakeController';
import { temporaryFolder } from './testing/startAgent';
import { isAlive, until } from './testing/until';

let controller: FakeController;
const started: AgentProcess[] = [];

beforeEach(async () => {
  controller = new FakeController();
  await controller.listen();
});

afterEach(async () => {
  started.splice(0).forEach((agent) => agent.kill('SIGKILL'));
  await controller.close();
});

function start(env: Record<string, string> = {}, args: string[] = []): AgentProcess {
  const agent = new AgentProcess(controller, env, args);
  started.push(agent);
  return agent;
}

const handedBack = (): string[] => controller.heartbeats.flatMap((beat) => beat.handedBack ?? []);

const HANG =
  'import subprocess, time\ndef action():\n    print(subprocess.Popen(["sleep", "300"], start_new_session=True).pid)\n    time.sleep(300)';

describe('an agent that is killed', () => {
  it('leaves no process of its jobs behind', async () => {
    const agent = start();
    const guid = controller.add(HANG);
    await until('the job runs', () => controller.job(guid).lines.length > 0);
    const pids = [controller.job(guid).pid ?? 0, Number(controller.job(guid).lines[0]?.message)];
    expect(pids.map(isAlive)).toEqual([true, true]);
    agent.kill('SIGKILL');
    await agent.exited;
    await until('all processes of the job are gone', () => !pids.some(isAlive));
  });

  it('delivers the results of jobs that had ended before, once and before it registers again', async () => {
    const agent = start();
    await until('it polls', () => controller.workRequests.length > 0);
    const guid = controller.add('import time\ndef action():\n    time.sleep(0.5)\n    return "kept"');
    await until('it was told that the job started', () => controller.job(guid).pid !== undefined);
    controller.faults.isAnswerLost = true;
    await until('the result was sent, but not acknowledged', () => controller.job(guid).results.length > 0);
    controller.faults.isCut = true;
    const more = controller.counts.reportRequests;
    agent.kill('SIGKILL');
    await agent.exited;
    Object.assign(controller.faults, { isAnswerLost: false, isCut: false });
    const registered = controller.registrations.length;
    const requestsAtRegistration = (): number => controller.counts.reportRequests;
    start({ AGENT_DATA_DIR: agent.dataDir });
    await until('it reports before it registers', () => requestsAtRegistration() > more);
    await until('it registers', () => controller.registrations.length > registered);
    expect(controller.job(guid).results.map(({ result }) => result)).toEqual(['kept']);
    expect(new Set(controller.registrations.map(({ sessionId }) => sessionId)).size).toBe(2);
  });
});

it('an agent names its node id in every line of its log, once it has been told', async () => {
  const agent = start();
  const guid = controller.add('def action():\n    return 1');
  await until('the job ends', () => controller.job(guid).results.length > 0);
  agent.kill('SIGTERM');
  expect(await agent.exited).toBe(0);
  const lines = agent.output.trim().split('\n');
  const told = lines.slice(lines.findIndex((line) => line.includes('"registered"')));
  expect(told.join()).toMatch(/job started.*job ended.*no more work is taken/);
  expect(told.filter((line) => line.split('"nid":7').length !== 2)).toEqual([]);
});

describe('an agent that is asked to stop', () => {
  it('lets a job finish within the grace, reports it, and exits with 0', async () => {
    const agent = start();
    const guid = controller.add('import time\ndef action():\n    time.sleep(1)\n    return "finished"');
    await until('the job runs', () => controller.job(guid).pid !== undefined);
    agent.kill('SIGTERM');
    expect(await agent.exited).toBe(0);
    expect(controller.result(guid)).toMatchObject({ state: 'OK', result: 'finished' });
  });

  it('ends a job that takes longer and reports it as AgentStopped', async () => {
    const agent = start({ AGENT_SHUTDOWN_GRACE_SECONDS: '0.2' });
    const guid = controller.add(HANG);
    await until('the job runs', () => controller.job(guid).pid !== undefined);
    agent.kill('SIGINT');
    expect(await agent.exited).toBe(0);
    expect(controller.result(guid)).toMatchObject({ state: 'ERROR', error: { type: 'AgentStopped' } });
    expect(isAlive(controller.job(guid).pid ?? 0)).toBe(false);
  });

  it('hands back at once a job whose source it waits for, and lets the running one finish', async () => {
    const agent = start({ AGENT_SHUTDOWN_GRACE_SECONDS: '50' });
    const running = controller.add(
      'import os, time\ndef action(mark):\n    while not os.path.exists(mark):\n        time.sleep(0.01)\n    return "finished"',
      { args: { mark: join(agent.dataDir, 'mark') } }
    );
    await until('one job runs', () => controller.job(running).pid !== undefined);
    controller.faults.areSourcesHeld = true;
    const waiting = controller.add('def action():\n    return "ran"');
    await until('it asks for the source of the other', () => controller.heldSources > 0);
    agent.kill('SIGTERM');
    await until('it says what it hands back', () => handedBack().includes(waiting));
    expect(controller.job(running).results).toEqual([]);
    writeFileSync(join(agent.dataDir, 'mark'), '');
    expect(await agent.exited).toBe(0);
    expect(controller.result(running)).toMatchObject({ state: 'OK', result: 'finished' });
    expect(controller.reports.filter((report) => guidOf(report) === waiting)).toEqual([]);
    expect(handedBack()).toEqual([waiting]);
  });

  it('hands back a job whose process waits for leave to begin', async () => {
    // Over before it can be proven: no job may begin.
    controller.leaseMs = 0;
    controller.heartbeatMs = 60_000; // none comes by itself
    const agent = start();
    const mark = join(agent.dataDir, 'mark');
    const guid = controller.add(`def action():\n    open(${JSON.stringify(mark)}, "w")`);
    await until(
      'it asks whose the job is',
      () => controller.heartbeats.filter(({ running }) => running.includes(guid)).length > 5
    );
    agent.kill('SIGTERM');
    expect(await agent.exited).toBe(0);
    expect(handedBack()).toEqual([guid]);
    expect(controller.reports.filter((report) => guidOf(report) === guid)).toEqual([]);
    expect(existsSync(mark)).toBe(false);
  });

  it('does not wait for the grace when asked twice', async () => {
    const agent = start({ AGENT_SHUTDOWN_GRACE_SECONDS: '50' });
    const guid = controller.add(HANG);
    await until('the job runs', () => controller.job(guid).pid !== undefined);
    agent.kill('SIGTERM');
    await until('it says that it stops', () => agent.output.includes('stopping'));
    agent.kill('SIGTERM');
    expect(await agent.exited).toBe(0);
    expect(controller.error(guid).type).toBe('AgentStopped');
  });
});

describe('an agent that cannot work', () => {
  it('says what to do about a token the controller does not accept, and never prints the token', async () => {
    const agent = start({ AGENT_TOKEN: 'wrong-token-1234' });
    expect(await agent.exited).toBe(1);
    expect(agent.output).toContain("does not accept this agent's token");
    expect(agent.output).toContain('POST /api/v1/tokens');
    expect(agent.output).not.toContain('wrong-token-1234');
  });

  it('keeps asking while the controller is not there, and says so', async () => {
    await controller.close();
    const agent = start();
    await until('it says that there is no answer', () => agent.output.includes('no answer from the Agent Controller'));
    await controller.listen();
    await until('it registers', () => controller.registrations.length === 1);
    agent.kill('SIGTERM');
    expect(await agent.exited).toBe(0);
  });

  it('stops at once while it waits for a controller', async () => {
    await controller.close();
    const agent = start();
    await until('it says that there is no answer', () => agent.output.includes('no answer from the Agent Controller'));
    agent.kill('SIGTERM');
    expect(await agent.exited).toBe(0);
  });

  it('names the setting that is wrong', async () => {
    const agent = start({ AGENT_WORKERS: 'fast=2' });
    expect(await agent.exited).toBe(2);
    expect(agent.output).toBe(
      'agent: AGENT_WORKERS: expected queues out of default, hypervisor, io, process, got "fast=2"; write e.g. default=2,io=1\n'
    );
  });

  it.each([
    [{ AGENT_PYTHON: '/no/such/python' }, 'AGENT_PYTHON: cannot start "/no/such/python"'],
    [
      { AGENT_PYTHON: '/bin/false' },
      'AGENT_PYTHON: expected Python 3.9 or newer, got "/bin/false", which ended at once (exit code 1)',
    ],
    [{ AGENT_PYTHON: '/etc/passwd' }, 'AGENT_PYTHON: cannot start "/etc/passwd"'],
    [
      { AGENT_DATA_DIR: '/etc/passwd' },
      'AGENT_DATA_DIR: expected a folder that can be made and written, got "/etc/passwd": a file is',
    ],
    [
      { AGENT_DATA_DIR: '/proc/nope' },
      'AGENT_DATA_DIR: expected a folder that can be made and written, got "/proc/nope": ',
    ],
    [{ AGENT_DATA_DIR: '/proc' }, 'AGENT_DATA_DIR: expected a folder that can be made and written, got "/proc": '],
    [{ AGENT_ROLES: 'r,'.repeat(101) }, 'AGENT_ROLES: expected at most 100 roles'],
  ])('names the setting that cannot be used: %j', async (env, message) => {
    const agent = start(env);
    expect(await agent.exited).toBe(2);
    expect(agent.output).toContain(`agent: ${message}`);
    expect(agent.output).not.toMatch(/^ +at |jobs it ran are lost/m);
  });

  it('refuses a folder that another agent uses', async () => {
    const first = start();
    await until('it polls', () => controller.workRequests.length > 0);
    const second = start({ AGENT_DATA_DIR: first.dataDir });
    expect(await second.exited).toBe(2);
    expect(second.output).toMatch(/AGENT_DATA_DIR: ".*" is in use by the agent with pid \d+/);
  });
});

describe('the command line', () => {
  it('explains every setting', async () => {
    const agent = start({}, ['--help']);
    expect(await agent.exited).toBe(0);
    expect(agent.output).toContain('CONTROLLER_URL');
    expect(agent.output).toContain('AGENT_SPOOL_MB');
  });

  it('takes settings from a file, and names the line of a wrong one', async () => {
    const file = join(temporaryFolder(), 'agent.conf');
    writeFileSync(file, '# this node\nAGENT_WORKERS=fast=1\n');
    const args = ['--config', file];
    const agent = start({ AGENT_WORKERS: '' }, args);
    expect(await agent.exited).toBe(2);
    expect(agent.output).toContain('AGENT_WORKERS: expected queues out of');
    writeFileSync(file, 'AGENT_ROLE=node\n');
    const mistyped = start({}, args);
    expect(await mistyped.exited).toBe(2);
    expect(mistyped.output).toContain(
      `${file}, line 1: expected the name of a setting, got "AGENT_ROLE". Did you mean`
    );
  });

  it('tells its version', async () => {
    const agent = start({}, ['--version']);
    expect(await agent.exited).toBe(0);
    expect(agent.output).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
