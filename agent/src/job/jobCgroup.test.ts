import { readdirSync } from 'node:fs';
import { controllerWithAgent } from '../testing/controllerWithAgent';
import { FakeController } from '../testing/fakeController';
import { makeOwnCgroup } from '../testing/ownCgroup';
import { startAgent } from '../testing/startAgent';
import { until } from '../testing/until';

jest.setTimeout(120_000);

const cgroup = makeOwnCgroup();
/** Elsewhere nobody can have cgroups: without rights, or without cgroup v2. */
const withCgroups = cgroup ? describe : describe.skip;
const isHeldBy = (controller: string): typeof it => (cgroup?.controllers.includes(controller) ? it : it.skip);

withCgroups('a job with a cgroup of its own', () => {
  const controller = controllerWithAgent({
    AGENT_CGROUP: cgroup?.path ?? 'no',
    AGENT_JOB_LIMITS: 'memoryMb=64,processes=20,cpuSeconds=5',
  });
  afterAll(() => cgroup?.remove());

  const left = (): string[] => readdirSync(cgroup?.path ?? '').filter((name) => name.startsWith('job-'));

  async function run(body: string, timeoutSeconds = 60): Promise<string> {
    const source = `import os, signal, time\ndef action():\n    ${body.replaceAll('\n', '\n    ')}`;
    const guid = controller.add(source, { timeoutSeconds });
    await until(`job ends:\n${body}`, () => controller.job(guid).results.length > 0, 60_000);
    await until('its cgroup is gone', () => left().length === 0);
    return guid;
  }

  it('is alone in it, and it is gone afterwards', async () => {
    const look = 'where = open("/proc/self/cgroup").read().split("0::")[1].strip()\nreturn [where, os.getpid()]';
    const jobs = [await run(look), await run(look)].map((guid) => controller.result(guid)?.result as [string, number]);
    expect(jobs.map(([where]) => where)).toEqual([
      expect.stringMatching(/\/agent-test-\w+\/job-/),
      expect.stringMatching(/\/agent-test-\w+\/job-/),
    ]);
    expect(new Set(jobs.map(([where]) => where)).size).toBe(2);
  });

  it.each([
    ['returned', 'return "done"', 60, undefined],
    ['is stopped at its time limit', 'signal.signal(signal.SIGTERM, signal.SIG_IGN)\ntime.sleep(60)', 1, 'Timeout'],
    ['was killed with its supervisor', 'os.kill(os.getppid(), 9)\ntime.sleep(60)', 60, 'RunnerLost'],
  ])('takes all with it that left its group, when it %s', async (_how, end, seconds, type) => {
    const flee = 'for _ in range(5):\n    if os.fork() == 0:\n        os.setsid()\n        time.sleep(60)\n';
    const guid = await run(flee + end, seconds);
    expect(controller.result(guid)?.error?.type).toBe(type);
  });

  it('is held to its CPU time over all that ran in it', async () => {
    const burn =
      'for _ in range(8):\n    if os.fork() == 0:\n        while time.process_time() < 1:\n            pass\n        os._exit(0)\ntime.sleep(60)';
    expect(controller.error(await run(burn)).message).toMatch(/^too much CPU time: limit 5 s, reached \d s; /);
  });

  isHeldBy('memory')('is killed whole when all of it takes more memory than it may, and says so', async () => {
    const guid = await run(
      'for _ in range(6):\n    if os.fork() == 0:\n        x = b"x" * (25 * 2**20)\n        time.sleep(60)\ntime.sleep(60)'
    );
    expect(controller.error(guid)).toMatchObject({
      type: 'LimitExceeded',
      message: expect.stringMatching(/^out of memory: limit 64 MB, peak 6\d MB; the whole process group/),
    });
  });

  isHeldBy('pids').each([
    ['goes on', 'while True:\n    try:\n        os.fork()\n    except OSError:\n        pass'],
    ['fails', 'while True:\n    os.fork()'],
  ])('is refused more processes than it may have, and ends by that: a fork bomb that %s', async (_what, bomb) => {
    expect(controller.error(await run(bomb))).toMatchObject({
      type: 'LimitExceeded',
      message: expect.stringMatching(
        /^too many processes and threads: limit 20(; the whole process group| \(BlockingIOError: .*11)/
      ),
    });
  });
});

describe('an agent that is to use a cgroup that is none', () => {
  it('does not start, and says what was expected', async () => {
    const controller = new FakeController();
    await controller.listen();
    await expect(startAgent(controller, { AGENT_CGROUP: '/nowhere' })).rejects.toThrow(
      'AGENT_CGROUP: expected a folder of a cgroup (v2) that is not its root, got /nowhere'
    );
    await controller.close();
  });
});
