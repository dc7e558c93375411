import { existsSync, mkdtempSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FakeController } from '../testing/fakeController';
import { startAgent } from '../testing/startAgent';
import { isAlive, until } from '../testing/until';
import { describeUnkillable } from './unkillable';

jest.setTimeout(120_000);

/** A cgroup of version 1 holds processes where no signal reaches them: as a driver that hangs does. */
const FREEZER = '/sys/fs/cgroup/freezer';
const isFreezing = process.getuid?.() === 0 && existsSync(join(FREEZER, 'tasks'));
const withFreezer = isFreezing ? it : it.skip;

withFreezer(
  'a job is said to be over, but not killed, when it cannot be, and its worker is not given out before it can',
  async () => {
    const group = mkdtempSync(join(FREEZER, 'agent-test-'));
    const controller = new FakeController();
    await controller.listen();
    const agent = await startAgent(controller, { AGENT_WORKERS: 'default=1' });
    const guid = controller.add(
      'import subprocess\ndef action():\n    child = subprocess.Popen(["sleep", "300"], start_new_session=True)\n    print(child.pid, flush=True)\n    child.wait()',
      { timeoutSeconds: 1 }
    );
    await until('it has a child', () => controller.job(guid).lines.length > 0);
    const pid = Number(controller.job(guid).lines[0]?.message);
    writeFileSync(join(group, 'cgroup.procs'), String(pid));
    writeFileSync(join(group, 'freezer.state'), 'FROZEN');
    await until('it ends', () => controller.job(guid).results.length > 0, 60_000);
    expect(controller.result(guid)).toMatchObject({
      state: 'TIMEOUT',
      error: { message: expect.stringContaining(`could not be killed: pid ${pid} in state D`) },
    });
    expect(controller.job(guid).lines.map(({ message }) => message)).toContain(
      `could not be killed: pid ${pid} in state D`
    );
    const next = controller.add('def action():\n    return "fine"');
    const asked = controller.workRequests.length;
    await until('it asks for jobs of other queues', () => controller.workRequests.length > asked);
    controller.workRequests.slice(asked).forEach(({ free }) => expect(free).not.toHaveProperty('default'));
    expect(controller.job(next).pid).toBeUndefined();
    writeFileSync(join(group, 'freezer.state'), 'THAWED');
    await until('the next runs', () => controller.job(next).results.length > 0);
    expect(isAlive(pid)).toBe(false);
    await agent.stop(0);
    await controller.close();
    rmdirSync(group);
  }
);

it('nobody is named when nobody is left', () => {
  expect(describeUnkillable([])).toBe('');
});
