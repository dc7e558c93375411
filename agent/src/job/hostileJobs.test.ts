import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Agent } from '../agent';
import { AgentProcess } from '../testing/agentProcess';
import { FakeController } from '../testing/fakeController';
import { startAgent, temporaryFolder } from '../testing/startAgent';
import { isAlive, until } from '../testing/until';

/** A stopped supervisor is given up after the grace of its job and some seconds. */
const LONG_MS = 50_000;
jest.setTimeout(120_000);

const MODES: Array<[string, Record<string, string>]> = [['the agent’s own user', {}]];
if (process.getuid?.() === 0) {
  MODES.push(['another user', { AGENT_RUN_AS: 'nobody' }]);
}

/** Every descriptor it has but the standard ones, as it finds them. */
const DESCRIPTORS = `
import JumpScale, os, sys, time, signal, subprocess

def descriptors():
    found = {}
    for name in os.listdir("/proc/self/fd"):
        try:
            found[int(name)] = os.readlink("/proc/self/fd/" + name)
        except FileNotFoundError:
            pass  # the listing's own
    return found

def others():
    return [fd for fd in descriptors() if fd > 2]

def daemon(act):
    """Twice forked, in a session of its own, and free of the signal that comes when its parent ends."""
    ours, theirs = os.pipe()
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            import ctypes
            ctypes.CDLL(None).prctl(1, 0)
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            os.write(theirs, str(os.getpid()).encode())
            os.close(ours)
            os.close(theirs)
            act()
            time.sleep(300)
        os._exit(0)
    pid = int(os.read(ours, 20))
    os.close(ours)
    os.close(theirs)
    return pid
`;

describe.each(MODES)('a hostile JumpScript that runs as %s', (_who, env) => {
  const controller = new FakeController();
  let agent: Agent;
  let victim: ChildProcess;
  const dataDir = temporaryFolder();
  const failed = jest.fn();

  beforeAll(async () => {
    await controller.listen();
    // One worker: each job has the supervisor of the one before, as long as that lives.
    agent = await startAgent(controller, { AGENT_WORKERS: 'default=1', AGENT_DATA_DIR: dataDir, ...env });
    agent.failed.catch(failed);
    victim = spawn('sleep', ['300'], { detached: true });
  });
  afterAll(async () => {
    victim.kill('SIGKILL');
    await agent.stop(0);
    await controller.close();
  });
  afterEach(async () => {
    expect(controller.result(await run('def action():\n    return "fine"'))).toMatchObject({ result: 'fine' });
    expect(failed).not.toHaveBeenCalled();
    expect(isAlive(victim.pid ?? 0)).toBe(true);
  });

  async function run(source: string, changes: Parameters<FakeController['add']>[1] = {}): Promise<string> {
    const guid = controller.add(`${DESCRIPTORS}\n${source}`, changes);
    await until(`the job ends:\n${source}`, () => controller.job(guid).results.length > 0, LONG_MS);
    return guid;
  }
  const messages = (guid: string): string[] => controller.job(guid).lines.map(({ message }) => message);

  it('has pipes as its standard output and error, one channel, and nothing else', async () => {
    const guid = await run('def action():\n    return descriptors()');
    const found = Object.entries(controller.result(guid)?.result ?? {});
    expect(found.filter(([fd]) => Number(fd) <= 2).map(([, file]) => String(file).replace(/\d+/, 'n'))).toEqual([
      '/dev/null',
      'pipe:[n]',
      'pipe:[n]',
    ]);
    const channels = found.filter(([fd]) => Number(fd) > 2);
    expect(channels).toEqual([[expect.stringMatching(/^\d{3,}$/), expect.stringMatching(/^socket:/)]]);
  });

  it('has nobody killed by what it says of a start, however it says it', async () => {
    const guid = await run(
      `import json, struct
def action(victim):
    started = json.dumps({"k": "started", "pid": victim, "at": 1.0}).encode()
    for fd in others() + [1, 2]:
        for said in (started + b"\\n", b"S" + struct.pack(">I", len(started)) + started):
            os.write(fd, said)
    time.sleep(300)`,
      { args: { victim: victim.pid ?? 0 }, timeoutSeconds: 0.5 }
    );
    expect(controller.result(guid)?.state).toBe('TIMEOUT');
    expect(controller.job(guid).pid).not.toBe(victim.pid);
    expect(isAlive(controller.job(guid).pid ?? 0)).toBe(false);
  });

  it('cannot take what the next job is told, nor speak for it', async () => {
    const taken = join(temporaryFolder(), 'taken');
    const guid = await run(
      `import select
def action(taken):
    def steal():
        while True:
            readable, _, _ = select.select(others(), [], [], 0.1)
            for fd in readable:
                with open(taken, "ab") as file:
                    file.write(os.read(fd, 65536) or b"closed")
                os.write(fd, b'{"k":"result","value":"forged"}\\n')
    return daemon(steal)`,
      { args: { taken } }
    );
    expect(isAlive(Number(controller.result(guid)?.result))).toBe(false);
    const next = await run('def action(secret):\n    time.sleep(0.2)\n    return secret', {
      args: { secret: 'of the next' },
    });
    expect(controller.result(next)).toMatchObject({ state: 'OK', result: 'of the next' });
    expect(existsSync(taken)).toBe(false);
  });

  it('finds nothing of the former job in its memory', async () => {
    const secret = `secret of ${randomUUID()}; `.repeat(10);
    const former = await run('def action(text):\n    print(text)\n    return text', { args: { text: secret } });
    expect(controller.result(former)?.result).toBe(secret);
    const guid = await run(
      `def action(half, rest):
    wanted, found = (half + rest).encode(), 0
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
        for line in maps:
            first, last = (int(part, 16) for part in line.split()[0].split("-"))
            if " r" in line and "[v" not in line:
                try:
                    memory.seek(first)
                    found += memory.read(last - first).count(wanted)
                except (OSError, OverflowError):
                    pass
    return found`,
      { args: { half: secret.slice(0, 100), rest: secret.slice(100) } }
    );
    // Its own two: the text it looks for, and the bytes of it.
    expect(Number(controller.result(guid)?.result)).toBe(2);
  });

  it('cannot keep its stop from arriving', async () => {
    const guid = await run(
      `def action():
    def steal():
        while True:
            for fd in others():
                try:
                    os.read(fd, 65536)
                except OSError:
                    pass
    print(daemon(steal), flush=True)
    while True:
        steal()`,
      { timeoutSeconds: 0.5 }
    );
    expect(controller.result(guid)?.state).toBe('TIMEOUT');
    expect([controller.job(guid).pid ?? 0, Number(messages(guid)[0])].filter(isAlive)).toEqual([]);
  });

  it('that says more about its end than is taken ends by name, with the size', async () => {
    const guid = await run(
      `def action():
    JumpScale.script_output._state["channel"].send_message(bytes(560000000))
    os._exit(0)`
    );
    expect(controller.error(guid)).toMatchObject({
      type: 'RunnerFault',
      message: expect.stringContaining('560000000 bytes'),
    });
  });

  it('that says what is no end ends by name', async () => {
    const guid = await run(
      'def action():\n    JumpScale.script_output._state["channel"].send_message(b"{}")\n    os._exit(0)'
    );
    expect(controller.error(guid)).toMatchObject({
      type: 'RunnerFault',
      message: expect.stringContaining('got 2 other'),
    });
  });

  it.each([
    ['raises', 'raise RuntimeError("own")', { state: 'ERROR', error: { type: 'RuntimeError', message: 'own' } }],
    ['exits', 'os._exit(5)', { state: 'ERROR', resultCode: 5, error: { type: 'ProcessExit' } }],
    ['leaves its child as a daemon', 'os._exit(0)', { state: 'ERROR', resultCode: 0, error: { type: 'ProcessExit' } }],
    ['is killed', 'os.kill(os.getpid(), 9)', { state: 'ERROR', error: { type: 'ProcessKilled' } }],
    ['hangs', 'time.sleep(300)', { state: 'TIMEOUT' }],
    ['returns', 'return "own"', { state: 'OK', result: 'own' }],
  ])(
    'ends as its own process does, which %s, whatever a child says that comes back',
    async (_how, statement, expected) => {
      for (const end of ['return "of the child"', 'raise ValueError("of the child")', 'sys.exit(3)', 'os._exit(0)']) {
        const guid = await run(
          `def action():\n    pid = os.fork()\n    if pid == 0:\n        ${end}\n    os.waitpid(pid, 0)\n    ${statement}`,
          { timeoutSeconds: 2 }
        );
        expect(controller.result(guid)).toMatchObject(expected);
      }
    }
  );

  it('has children that end as in plain Python', async () => {
    const guid = await run(
      `def action():
    statuses = []
    for end in (lambda: 1, lambda: sys.exit(3), lambda: sys.exit(), lambda: sys.exit("words"), lambda: 1 / 0):
        pid = os.fork()
        if pid == 0:
            return end()
        statuses.append(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
    return statuses`
    );
    expect(controller.result(guid)?.result).toEqual([0, 3, 0, 1, 1]);
    expect(messages(guid)).toContain('words');
    expect(messages(guid).join('\n')).toMatch(
      /Traceback[^]*line \d+, in <lambda>[^]*ZeroDivisionError: division by zero/
    );
  });

  it('is told that its result is lost when it closes what results go through, and no file of it is written to', async () => {
    const guid = await run(
      `from JumpScale import j
def action():
    os.closerange(3, 65536)
    files = [open("own-%d" % n, "w+") for n in range(20)]
    j.logger.log("to the log")
    os.dup2(files[0].fileno(), 1)
    j.logger.log("to nobody")
    for file in files:
        file.seek(0)
        if file.read():
            os._exit(77)
    return 1`
    );
    expect(controller.error(guid)).toMatchObject({
      type: 'ResultLost',
      message: expect.stringContaining('could not be told'),
    });
    expect(messages(guid)).toEqual(['to the log']);
  });

  it('writes to /dev/stdout and /dev/stderr as to a pipe', async () => {
    const guid = await run(
      `def action():
    with open("/dev/stdout", "w") as out, open("/dev/stderr", "w") as err:
        print("by name", file=out)
        print("problem by name", file=err)
    return [subprocess.call(["sh", "-c", line]) for line in (
        "echo problem > /dev/stderr", "echo x | tee /dev/stdout", "echo y > /proc/self/fd/1")]`
    );
    expect(controller.result(guid)?.result).toEqual([0, 0, 0]);
    expect(messages(guid).sort()).toEqual(['by name', 'problem', 'problem by name', 'x', 'x', 'y']);
  });

  it('does not take the working folder from those that follow', async () => {
    await run('import shutil\ndef action():\n    shutil.rmtree(os.getcwd())');
    const next = await run('def action():\n    open("file", "w").close()\n    return os.listdir()');
    expect(controller.result(next)?.result).toEqual(['file']);
  });

  it('that stops its supervisor ends at its timeout, with all it started', async () => {
    const guid = await run(
      `def action():
    print(daemon(lambda: None), flush=True)
    os.kill(os.getppid(), signal.SIGSTOP)
    time.sleep(300)`,
      { timeoutSeconds: 1 }
    );
    const result = controller.result(guid);
    // Another user may not even signal it.
    expect([result?.state, result?.error?.type]).toEqual(
      env['AGENT_RUN_AS'] ? ['ERROR', 'PermissionError'] : ['TIMEOUT', 'Timeout']
    );
    if (!env['AGENT_RUN_AS']) {
      expect(result?.error?.message).toContain('did not answer the order to stop it, and was killed');
    }
    expect([controller.job(guid).pid ?? 0, Number(messages(guid)[0])].filter(isAlive)).toEqual([]);
  });

  it('whose supervisor is killed ends by name when all it started is dead, a daemon too', async () => {
    const guid = controller.add(
      `${DESCRIPTORS}\ndef action():\n    print(daemon(lambda: daemon(lambda: None)), os.getppid(), flush=True)\n    time.sleep(300)`
    );
    await until('it has its daemons', () => controller.job(guid).lines.length > 0);
    const [daemon = 0, supervisor = 0] = (messages(guid)[0] ?? '').split(' ').map(Number);
    process.kill(supervisor, 'SIGKILL');
    await until('it ends', () => controller.job(guid).results.length > 0);
    expect(controller.error(guid)).toMatchObject({
      type: 'RunnerLost',
      message: expect.stringContaining('its supervisor process ended'),
    });
    expect([controller.job(guid).pid ?? 0, daemon, supervisor].filter(isAlive)).toEqual([]);
  });

  it.each([
    ['returns', 'return "own"', { state: 'OK', result: 'own' }],
    ['hangs', 'time.sleep(300)', { state: 'TIMEOUT' }],
  ])('that %s leaves nobody who runs from one process to the next', async (_how, statement, expected) => {
    const mark = `0.${Date.now()}`;
    const guid = await run(
      `def action(mark):
    def flee():
        while True:
            if os.fork() > 0:
                os._exit(0)
            os.setsid()
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            subprocess.Popen(["sleep", mark]).wait()
    for _ in range(5):
        if os.fork() == 0:
            flee()
    time.sleep(0.3)
    ${statement}`,
      { args: { mark }, timeoutSeconds: 1 }
    );
    expect(controller.result(guid)).toMatchObject(expected);
    expect(controller.result(guid)?.error?.message ?? '').not.toContain('could not be killed');
    expect(execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })).not.toContain(`sleep ${mark}`);
  });

  it('that becomes another program ends as that does', async () => {
    const guid = await run('def action():\n    os.execvp("sh", ["sh", "-c", "echo from sh; exit 4"])');
    expect(controller.result(guid)).toMatchObject({ resultCode: 4, error: { type: 'ProcessExit' } });
    expect(messages(guid)).toEqual(['from sh']);
  });

  it('that floods all it has is one job among others', async () => {
    const guid = await run(
      `def action():
    pids = []
    for n in range(4):
        pids.append(os.fork())
        if pids[-1] == 0:
            while True:
                for fd in others() + [1, 2]:
                    os.write(fd, os.urandom(1 + n * 15000))
    time.sleep(1)
    return "own"`,
      { timeoutSeconds: 20 }
    );
    expect(controller.result(guid)).toMatchObject({ state: 'OK', result: 'own' });
    expect(messages(guid).join('\n')).toMatch(/\d+ packets on the channel of the job's end were no message/);
  });
});

it.each([
  ['the agent', (agent: AgentProcess) => agent.kill('SIGKILL')],
  ['the zygote', (_: AgentProcess, zygote: number) => process.kill(zygote, 'SIGKILL')],
])('a stopped supervisor ends with its job and all that it started when %s is killed', async (_who, kill) => {
  const controller = new FakeController();
  await controller.listen();
  const agent = new AgentProcess(controller);
  const guid = controller.add(
    `${DESCRIPTORS}
def action():
    supervisor = os.getppid()
    with open("/proc/%d/stat" % supervisor) as stat:
        zygote = int(stat.read().rpartition(")")[2].split()[1])
    print(os.getpid(), daemon(lambda: None), supervisor, zygote, flush=True)
    time.sleep(300)`
  );
  await until('it has its daemon', () => controller.job(guid).lines.length > 0, LONG_MS);
  const [pid = 0, daemon = 0, supervisor = 0, zygote = 0] = (controller.job(guid).lines[0]?.message ?? '')
    .split(' ')
    .map(Number);
  process.kill(supervisor, 'SIGSTOP');
  kill(agent, zygote);
  await until('all of them have ended', () => ![pid, daemon, supervisor, zygote].some(isAlive), LONG_MS);
  agent.kill('SIGKILL');
  await agent.exited;
  await controller.close();
});

it('a working folder that cannot be entered is named, and is made again when it can be', async () => {
  const controller = new FakeController();
  await controller.listen();
  const dataDir = temporaryFolder();
  const agent = await startAgent(controller, { AGENT_DATA_DIR: dataDir });
  const work = join(dataDir, 'work');
  const run = async (): Promise<string> => {
    const guid = controller.add('import os\ndef action():\n    return os.getcwd()');
    await until('it ends', () => controller.job(guid).results.length > 0);
    return guid;
  };
  rmSync(work, { recursive: true });
  writeFileSync(work, '');
  expect(controller.error(await run())).toMatchObject({
    type: 'WorkFolderGone',
    message: expect.stringMatching(`at ${work}/[\\d-]+, but it cannot be entered \\(Not a directory\\)`),
  });
  rmSync(work);
  expect(String(controller.result(await run())?.result)).toContain(work);
  await agent.stop(0);
  await controller.close();
});

it('what an agent was started with open is not open in its scripts', async () => {
  const controller = new FakeController();
  await controller.listen();
  const agent = new AgentProcess(controller, {}, [], 'exec 9</etc/passwd');
  const guid = controller.add(`${DESCRIPTORS}\ndef action():\n    return list(descriptors().values())`);
  await until('it ends', () => controller.job(guid).results.length > 0, LONG_MS);
  expect(controller.result(guid)?.state).toBe('OK');
  expect(JSON.stringify(controller.result(guid)?.result)).not.toContain('passwd');
  agent.kill('SIGTERM');
  await agent.exited;
  await controller.close();
});
