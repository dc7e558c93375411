import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { controllerWithAgent } from '../testing/controllerWithAgent';
import { startAgent } from '../testing/startAgent';
import { until } from '../testing/until';

jest.setTimeout(120_000);

const dataDir = mkdtempSync(join(tmpdir(), 'job-limits-'));
const controller = controllerWithAgent({
  AGENT_DATA_DIR: dataDir,
  AGENT_JOB_LIMITS: 'memoryMb=300,processes=20,cpuSeconds=2,openFiles=100,fileMb=5,folderMb=8',
});

async function run(body: string): Promise<string> {
  const guid = controller.add(
    `import os, subprocess, sys, time\ndef action():\n    ${body.replaceAll('\n', '\n    ')}`,
    {
      timeoutSeconds: 60,
    }
  );
  await until(`job ends:\n${body}`, () => controller.job(guid).results.length > 0, 60_000);
  return guid;
}

describe('a job that goes over a limit ends by its name', () => {
  it.each([
    ['memory, of one process', 'x = b"x" * 10**9', /^out of memory: limit 300 MB, peak \d+ MB \(MemoryError: /],
    [
      'memory, of all',
      'for _ in range(6):\n    if os.fork() == 0:\n        x = os.urandom(100 * 2**20)\n        time.sleep(60)\ntime.sleep(60)',
      /^out of memory: limit 300 MB, peak \d{3} MB; the whole process group was killed$/,
    ],
    [
      'processes',
      'for _ in range(40):\n    if os.fork() == 0:\n        os.setsid()\n        time.sleep(60)\ntime.sleep(60)',
      /^too many processes: limit 20, reached 40; /,
    ],
    ['processes of a fork bomb', 'while True:\n    os.fork()', /^too many processes: limit 20, reached \d+; /],
    ['CPU time, of one process', 'while True:\n    pass', /^too much CPU time: limit 2 s, reached \d s; /],
    [
      'CPU time, of many',
      'for _ in range(8):\n    if os.fork() == 0:\n        end = time.process_time() + 0.6\n        while time.process_time() < end:\n            pass\n        os._exit(0)\ntime.sleep(60)',
      /^too much CPU time: limit 2 s, reached \d s; /,
    ],
    [
      'open files',
      'files = [open("/dev/null") for _ in range(200)]',
      /^too many open files: limit 100 \(OSError: .*24/,
    ],
    ['a file', 'open("f", "wb").write(bytes(10**7))', /^a file grew too large: limit 5 MB \(OSError: .*27/],
    [
      'its working folder',
      'for n in range(4):\n    open(str(n), "wb").write(os.urandom(4 * 2**20))\ntime.sleep(60)',
      /^too much in the working folder: limit 8 MB, reached 1\d MB; /,
    ],
  ])('%s', async (_what, body, message) => {
    const guid = await run(body);
    expect(controller.error(guid).message).toMatch(message);
    expect(controller.result(guid)).toMatchObject({ state: 'ERROR', error: { type: 'LimitExceeded' } });
  });

  it('and others do not: shared memory counts once, and what a file of others holds for nobody', async () => {
    const guid = await run(
      'shared = os.urandom(100 * 2**20)\npids = []\nfor _ in range(6):\n    pids.append(os.fork())\n    if pids[-1] == 0:\n        time.sleep(2.5)\n        os._exit(0)\nfor pid in pids:\n    os.waitpid(pid, 0)\nreturn "fine"'
    );
    expect([controller.result(guid)?.error?.message, controller.result(guid)?.result]).toEqual([undefined, 'fine']);
  });

  it('also when somebody else may have killed it', async () => {
    const guid = await run('os.kill(os.getpid(), 9)');
    expect(controller.error(guid)).toMatchObject({
      type: 'ProcessKilled',
      message: expect.stringMatching(/SIGKILL .*for want of memory \(its own use had a peak of \d+ MB; /),
    });
  });

  it('and gets no rights by a setuid program', async () => {
    const guid = await run('return [line for line in open("/proc/self/status") if line.startswith("NoNewPrivs")]');
    expect(controller.result(guid)?.result).toEqual(['NoNewPrivs:\t1\n']);
  });
});

describe('the working folder of a job', () => {
  /** What lies in folders of jobs. One that a job left as it found it may wait, empty, for the next. */
  const here = (): string[] =>
    readdirSync(join(dataDir, 'work')).flatMap((folder) => readdirSync(join(dataDir, 'work', folder)));

  it('is its own, empty, and gone in the end with what is in it', async () => {
    const guid = await run('open("f", "w").close()\nos.makedirs("a/b")\nreturn [os.getcwd(), os.listdir(".")]');
    const again = await run('return [os.getcwd(), os.listdir(".")]');
    const [[first, files], [second, none]] = [controller.result(guid)?.result, controller.result(again)?.result] as [
      [string, string[]],
      [string, string[]],
    ];
    expect([first.startsWith(join(dataDir, 'work')), second === first]).toEqual([true, false]);
    expect([files.sort(), none]).toEqual([['a', 'f'], []]);
    expect([existsSync(first), here()]).toEqual([false, []]);
  });

  it.each([
    ['removed', 'import shutil\nshutil.rmtree(os.getcwd())'],
    ['removed with what it lies in', 'import shutil\nshutil.rmtree(os.path.dirname(os.getcwd()))'],
    ['made a file', 'here = os.getcwd()\nos.rmdir(here)\nopen(here, "w").close()'],
    ['made unreadable', 'os.makedirs("a/b")\nos.chmod("a", 0)\nos.chmod(".", 0)'],
    ['made a link', 'here = os.getcwd()\nos.rmdir(here)\nos.symlink("/etc", here)'],
  ])('breaks no other job when it is %s', async (_what, body) => {
    expect(controller.result(await run(body))?.state).toBe('OK');
    expect(controller.result(await run('open("f", "w").close()\nreturn 1'))).toMatchObject({ state: 'OK', result: 1 });
    expect(here()).toEqual([]);
  });

  it('of a start that crashed is removed by the next', async () => {
    const former = mkdtempSync(join(tmpdir(), 'job-folders-'));
    const first = await startAgent(controller, { AGENT_DATA_DIR: former });
    await first.stop(0);
    writeFileSync(join(former, 'work', 'left'), '');
    const second = await startAgent(controller, { AGENT_DATA_DIR: former });
    expect(readdirSync(join(former, 'work'))).toEqual([]);
    await second.stop(0);
  });
});
