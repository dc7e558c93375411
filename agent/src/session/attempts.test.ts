import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AgentProcess } from '../testing/agentProcess';
import { FakeController } from '../testing/fakeController';
import { temporaryFolder } from '../testing/startAgent';
import { until } from '../testing/until';

describe('a job that comes back to the same agent for its next attempt', () => {
  let controller: FakeController;
  let agent: AgentProcess;
  beforeEach(async () => {
    controller = new FakeController();
    await controller.listen();
    agent = new AgentProcess(controller);
    await until('it asks for work', () => controller.workRequests.length > 0);
  });
  afterEach(async () => {
    agent.kill('SIGKILL');
    await agent.exited;
    await controller.close();
  });

  const waitsFor = (file: string) =>
    `import os, time\ndef action():\n    while not os.path.exists(${JSON.stringify(file)}):\n        time.sleep(0.01)\n    return 1`;

  it('is not given up because a late answer says that the former attempt is not its own', async () => {
    const [first, second] = [join(temporaryFolder(), 'first'), join(temporaryFolder(), 'second')];
    const guid = controller.add(waitsFor(first));
    await until('the first attempt runs', () => controller.job(guid).pid !== undefined);
    controller.unknown.add(guid);
    controller.faults.areBeatsHeld = true;
    await until(
      'a heartbeat names it',
      () => controller.heldBeats > 0 && controller.heartbeats.at(-1)?.running[0] === guid
    );
    controller.unknown.delete(guid);
    writeFileSync(first, '');
    await until('the first attempt ends', () => controller.job(guid).results.length > 0);
    // Its report is sent when that of the first attempt has been acknowledged.
    const other = controller.add('def action():\n    return 2');
    await until('another job ends', () => controller.job(other).results.length > 0);

    controller.add(waitsFor(second), { guid, attempt: 2 });
    await until('the second attempt runs', () => controller.job(guid).pid !== undefined);
    const beats = controller.heartbeats.length;
    controller.releaseBeats();
    await until('the answer has come', () => controller.heartbeats.length > beats);
    writeFileSync(second, '');
    await until('the second attempt ends', () => controller.job(guid).results.length > 0);
    expect(controller.result(guid)).toMatchObject({ attempt: 2, state: 'OK' });
  });
});
