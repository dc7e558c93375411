import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LIMITS, type JsonValue } from '@openvcloud/contract';
import { QUEUES } from '@openvcloud/contract/src/queueName';
import { type Agent } from '../agent';
import { DEEP_ARGS } from '../testing/deepArgs';
import { FakeController } from '../testing/fakeController';
import { startAgent, temporaryFolder } from '../testing/startAgent';
import { isAlive, until } from '../testing/until';

const controller = new FakeController();
let agent: Agent;

beforeAll(async () => {
  process.env['SECRET_OF_THE_AGENT'] = 'not for scripts';
  await controller.listen();
  agent = await startAgent(controller);
});

afterAll(async () => {
  await agent.stop(0);
  await controller.close();
});

/** Runs a job to its end; returns its guid. */
async function run(source: string, changes: Parameters<FakeController['add']>[1] = {}): Promise<string> {
  const guid = controller.add(source, changes);
  await until(`job ends:\n${source}`, () => controller.job(guid).results.length > 0);
  return guid;
}

const messages = (guid: string, category?: string): string[] =>
  controller
    .job(guid)
    .lines.filter((line) => category === undefined || line.category === category)
    .map((line) => line.message);

/** Of startAgent: four of queue default, one of io. */
const WORKERS = 5;

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').map(Number).filter(Boolean);

/** Pids a script printed. */
const pids = (guid: string): number[] => messages(guid, 'stdout').map(Number);

describe('a job that succeeds', () => {
  it('reports its result, its process and the source it ran by hash', async () => {
    const guid = await run(
      'from JumpScale import j\ndef action(a, b=2):\n    return {"sum": a + b, "who": j.application.getWhoAmIStr()}',
      { args: { a: 40 } }
    );
    const { pid } = controller.job(guid);
    expect(controller.result(guid)).toMatchObject({
      state: 'OK',
      resultCode: 0,
      attempt: 1,
      result: { sum: 42, who: `1_7_${pid}` },
    });
  });

  it('is given arguments as deep as the Agent Controller takes them', async () => {
    const nested = (levels: number): JsonValue => (levels === 0 ? 'deep' : [nested(levels - 1)]);
    const guid = await run(
      'def action(a):\n    depth = 1\n    while isinstance(a, list):\n        a, depth = a[0], depth + 1\n    return [a, depth]',
      { args: { a: nested(LIMITS.jsonLevels - 1) } }
    );
    expect(controller.result(guid)).toMatchObject({ state: 'OK', result: ['deep', LIMITS.jsonLevels] });
  });

  it('has its start on disk before it runs, so that no crash makes it run again', async () => {
    const folder = temporaryFolder();
    const other = new FakeController();
    await other.listen();
    const second = await startAgent(other, { AGENT_DATA_DIR: folder });
    const source =
      'import glob, os\ndef action(spool):\n    files = glob.glob(spool + "/*/*.ndjson")\n    starts = [line for file in files for line in open(file) if \'"started"\' in line]\n    return any(os.environ["JUMPSCRIPT_JOB_GUID"] in line for line in starts)';
    const guid = other.add(source, { args: { spool: `${folder}/spool` } });
    await until('it ends', () => other.job(guid).results.length > 0);
    expect(other.result(guid)).toMatchObject({ state: 'OK', result: true });
    await second.stop(0);
    await other.close();
  });

  it('keeps printed lines and log lines in the order they were written', async () => {
    const guid = await run(
      'import subprocess\nfrom JumpScale import j\ndef action():\n    for n in range(50):\n        print("print %d" % n)\n        subprocess.run(["echo", "echo %d" % n]) if n % 25 == 0 else None\n        j.logger.log("log %d" % n, level=2, category="cat")'
    );
    const expected = Array.from({ length: 50 }, (_, n) => [
      `print ${n}`,
      ...(n % 25 === 0 ? [`echo ${n}`] : []),
      `log ${n}`,
    ]).flat();
    expect(messages(guid)).toEqual(expected);
    expect(controller.job(guid).lines.map(({ seq }) => seq)).toEqual(expected.map((_, index) => index + 1));
    expect(controller.job(guid).lines.find(({ message }) => message === 'log 3')).toMatchObject({
      level: 2,
      category: 'cat',
    });
  });

  it('has its lines delivered while it still runs', async () => {
    const guid = controller.add('import time\ndef action():\n    print("first")\n    time.sleep(20)', {
      timeoutSeconds: 60,
    });
    await until('the line arrives', () => messages(guid).includes('first'));
    expect(controller.job(guid).results).toEqual([]);
    controller.cancel.add(guid);
    await until('the job is cancelled', () => controller.job(guid).results.length > 0);
  });

  it('captures what subprocesses print, on both streams, and a last line without a line break', async () => {
    const guid = await run(
      'import subprocess\ndef action():\n    subprocess.run(["sh", "-c", "echo out; echo err >&2; printf tail"])'
    );
    expect(messages(guid, 'stdout')).toEqual(['out', 'tail']);
    expect(messages(guid, 'stderr')).toEqual(['err']);
    expect(controller.job(guid).lines.find(({ category }) => category === 'stderr')?.level).toBe(3);
  });

  it('shows bytes that are no text, keeps Unicode, and shortens a long line with its true size', async () => {
    const guid = await run(
      'import sys\ndef action():\n    print("snø ❄")\n    sys.stdout.flush()\n    sys.stdout.buffer.write(b"\\xff\\x00bin\\n" + b"x" * 1000000 + b"\\n")\n    sys.stdout.buffer.flush()\n    return "ünïcode ❄"'
    );
    const [first, second, third] = controller.job(guid).lines;
    expect(first?.message).toBe('snø ❄');
    expect(second?.message).toBe('\ufffd\ufffdbin');
    expect(third).toMatchObject({ truncatedFrom: 1_000_000 });
    expect(third?.message).toHaveLength(controller.limits.messageBytes);
    expect(controller.result(guid)?.result).toBe('ünïcode ❄');
  });

  it('does not see the token or any other variable of the agent', async () => {
    const guid = await run('import os\ndef action():\n    return dict(os.environ)');
    const environment = JSON.stringify(controller.result(guid)?.result);
    expect(environment).toContain('PATH');
    expect(environment).not.toContain(controller.token);
    expect(environment).not.toContain('SECRET_OF_THE_AGENT');
  });

  it('keeps no log lines when the JumpScript wants none', async () => {
    const guid = await run('def action():\n    print("x")\n    return 1', { log: false });
    expect(controller.job(guid).lines).toEqual([]);
    expect(controller.result(guid)).toMatchObject({ state: 'OK', result: 1 });
  });

  it('delivers fifty thousand lines, none lost, in order', async () => {
    const guid = await run('def action():\n    for n in range(50000):\n        print(n)');
    expect(messages(guid)).toEqual(Array.from({ length: 50_000 }, (_, n) => String(n)));
  });

  it('keeps the beginning of a result over the limit, with its true size', async () => {
    const guid = await run('def action():\n    return "x" * 5000000');
    const result = controller.result(guid);
    expect(result).toMatchObject({ state: 'OK', resultTruncated: 5_000_002 });
    expect(String(result?.result)).toMatch(/^"xxx/);
  });

  it('leaves no process behind, not even a daemon that left the group', async () => {
    const guid = await run(
      'import os, subprocess\ndef action():\n    print(subprocess.Popen(["sleep", "300"]).pid)\n    print(subprocess.Popen(["sleep", "300"], start_new_session=True).pid)'
    );
    expect(pids(guid)).toHaveLength(2);
    expect(pids(guid).filter(isAlive)).toEqual([]);
  });
});

describe('a job that fails', () => {
  it('reports message, type, backtrace, place and the source as executed', async () => {
    const source = 'def inner(n):\n    return 1 / n\n\ndef action():\n    return inner(0)\n';
    const guid = await run(source);
    const error = controller.error(guid);
    expect(error).toMatchObject({
      type: 'ZeroDivisionError',
      message: 'division by zero',
      file: 'testing/script.py',
      line: 2,
      function: 'inner',
      code: source,
    });
    expect(error.backtrace).toContain('File "testing/script.py", line 5, in action\n    return inner(0)');
    expect(error.backtrace).not.toContain('agent/runner');
    expect(controller.result(guid)).toMatchObject({ state: 'ERROR', resultCode: 1 });
  });

  it.each([
    [
      'a syntax error',
      'def action():\n    print "old"\n',
      { type: 'SyntaxError', file: 'testing/script.py', line: 2 },
      /print/,
    ],
    ['no action()', 'x = 1\n', { type: 'NoAction' }, /expected a function action\(\)/],
    ['sys.exit', 'import sys\ndef action():\n    sys.exit(3)', { type: 'SystemExit', line: 3 }, /sys\.exit\(3\)/],
    [
      'os._exit',
      'import os\ndef action():\n    os._exit(9)',
      { type: 'ProcessExit' },
      /exit code 9 before action\(\) returned/,
    ],
    [
      'a crash',
      'import ctypes\ndef action():\n    ctypes.string_at(0)',
      { type: 'ProcessKilled', line: 3, function: 'action' },
      /SIGSEGV/,
    ],
    ['a kill', 'import os\ndef action():\n    os.kill(os.getpid(), 9)', { type: 'ProcessKilled' }, /SIGKILL/],
    [
      'a result without JSON form',
      'def action():\n    return {"when": [object()]}',
      { type: 'ResultNotJson' },
      /result\['when'\]\[0\] is a value of type object/,
    ],
    [
      'an unknown part of j',
      'from JumpScale import j\ndef action():\n    j.system.process.list()',
      { type: 'NotAvailable', line: 3 },
      /j\.system is not available on this Agent; j has: application, logger/,
    ],
  ])('says what went wrong: %s', async (_what, source, expected, message) => {
    const guid = await run(source);
    expect(controller.error(guid)).toMatchObject(expected);
    expect(controller.error(guid).message).toMatch(message);
    expect(controller.result(guid)?.state).toBe('ERROR');
  });

  it('names unknown and missing arguments', async () => {
    const guid = await run('def action(a, b=1):\n    return a', { args: { c: 1 } });
    expect(controller.error(guid)).toMatchObject({
      type: 'ArgumentError',
      message: 'action() of testing:script takes a, b=1; unknown argument c, missing argument a',
    });
  });

  it('never runs a source that is not the one it was told to run', async () => {
    const guid = controller.add('def action():\n    return 1', { hash: 'f'.repeat(64) });
    await until('the job ends', () => controller.job(guid).results.length > 0);
    expect(controller.error(guid).type).toBe('SourceUnavailable');
  });
});

describe('a job that leaves behind what cannot be passed on', () => {
  const DEEP =
    'import sys\ndef action():\n    sys.setrecursionlimit(20000)\n    x = []\n    for _ in range(12000):\n        x = [x]\n    return x';

  it('ends as an error with the limit, and the jobs beside it go on', async () => {
    const failed = jest.fn();
    agent.failed.catch(failed);
    const go = join(temporaryFolder(), 'go');
    const beside = controller.add(
      'import time, os\ndef action(go):\n    while not os.path.exists(go):\n        time.sleep(0.02)\n    return "fine"',
      { args: { go } }
    );
    await until('the other one runs', () => controller.job(beside).pid !== undefined);
    const guid = await run(DEEP);
    expect(controller.error(guid)).toMatchObject({
      type: 'ResultNotJson',
      message: expect.stringContaining('nested at most 500 levels deep'),
    });
    writeFileSync(go, '');
    await until('the other one ends', () => controller.job(beside).results.length > 0);
    expect(controller.result(beside)).toMatchObject({ state: 'OK', result: 'fine' });
    expect(failed).not.toHaveBeenCalled();
  });

  it('also when it speaks for the runner', async () => {
    const source = `import JumpScale, os
def action():
    deep = '{"k":"result","value":' + "[" * 50000 + "]" * 50000 + "}"
    told = JumpScale.script_output._state["channel"]
    told.send_message(deep.encode())
    os._exit(0)`;
    const guid = await run(source);
    expect(controller.error(guid)).toMatchObject({
      type: 'ResultNotJson',
      message: expect.stringContaining('500 levels'),
    });
    const next = await run('def action():\n    return 1');
    expect(controller.result(next)?.result).toBe(1);
  });

  it('also when its args are nested deeper than any JSON goes', async () => {
    const guid = await run('def action(a):\n    return 1', { args: { a: DEEP_ARGS } });
    expect(controller.error(guid).type).toBe('AgentFault');
    for (let n = 0; n < WORKERS; n++) {
      expect(controller.result(await run('def action():\n    return 1'))?.result).toBe(1);
    }
  });

  it.each([
    ['sys.exit(True)', { type: 'SystemExit', line: 3 }, 1],
    ['sys.exit(5000000000)', { type: 'SystemExit', message: 'the JumpScript called sys.exit(5000000000)' }, 2147483647],
    ['raise SyntaxError("x", (b"f", 10 ** 12, 1, "t"))', { type: 'SyntaxError', file: null, line: null }, 1],
    ['raise ValueError("x" * 100000)', { messageTruncatedFrom: 100_000, backtraceTruncatedFrom: null }, 1],
    [
      'raise ValueError("x" * 300000)',
      { messageTruncatedFrom: 300_000, backtraceTruncatedFrom: expect.any(Number) },
      1,
    ],
  ])('or to say how it failed: %s', async (statement, expected, resultCode) => {
    const guid = await run(`import sys\ndef action():\n    ${statement}`);
    expect(controller.error(guid)).toMatchObject(expected);
    expect(controller.error(guid).backtrace).toContain('in action');
    expect(controller.result(guid)).toMatchObject({ state: 'ERROR', resultCode });
  });
});

describe('a job that is stopped', () => {
  it('ends in TIMEOUT with a dump of where it hung', async () => {
    const guid = await run('import time\ndef wait():\n    time.sleep(100)\n\ndef action():\n    wait()', {
      timeoutSeconds: 0.5,
    });
    expect(controller.result(guid)).toMatchObject({ state: 'TIMEOUT' });
    expect(controller.error(guid)).toMatchObject({
      type: 'Timeout',
      file: 'testing/script.py',
      line: 3,
      function: 'wait',
    });
    expect(controller.error(guid).message).toContain('0.5 s');
    expect(controller.error(guid).backtrace).toMatch(/line 3 in wait[\s\S]*line 6 in action/);
    expect(controller.error(guid).backtrace).not.toContain('agent/runner');
  });

  it('is killed when it ignores TERM, with everything it started', async () => {
    const source =
      'import signal, subprocess, time\ndef action():\n    signal.signal(signal.SIGTERM, signal.SIG_IGN)\n    print(subprocess.Popen(["sleep", "300"], start_new_session=True).pid)\n    print(subprocess.Popen(["sh", "-c", "trap \'\' TERM; sleep 300"]).pid)\n    while True:\n        time.sleep(1)';
    const guid = await run(source, { timeoutSeconds: 1 });
    expect(controller.result(guid)?.state).toBe('TIMEOUT');
    expect(pids(guid)).toHaveLength(2);
    expect([...pids(guid), controller.job(guid).pid ?? 0].filter(isAlive)).toEqual([]);
  });

  it('is ended, and its stack dumped, while C code holds the interpreter lock', async () => {
    const guid = await run('import re\ndef action():\n    re.match(r"(a+)+$", "a" * 40 + "b")', {
      timeoutSeconds: 0.5,
    });
    expect(controller.result(guid)?.state).toBe('TIMEOUT');
    expect(controller.error(guid)).toMatchObject({ file: 'testing/script.py', line: 3 });
  });

  it('stays TIMEOUT when it answers TERM by returning a result', async () => {
    const guid = await run(
      'import signal, time\nclass Stop(Exception): pass\ndef on_term(*_):\n    raise Stop()\ndef action():\n    signal.signal(signal.SIGTERM, on_term)\n    try:\n        time.sleep(100)\n    except Stop:\n        return "cleaned up"',
      {
        timeoutSeconds: 0.5,
      }
    );
    expect(controller.result(guid)?.state).toBe('TIMEOUT');
  });

  it('is given and gives back integers that JavaScript cannot hold, to the last digit', async () => {
    const guid = await run('def action(n):\n    return {"n": n, "next": n + 1}', {
      args: { n: 9007199254740992 },
      argsJson: '{"n":9007199254740993}',
    });
    expect(controller.result(guid)?.resultJson).toBe('{"n": 9007199254740993, "next": 9007199254740994}');
    expect(controller.result(guid)).not.toHaveProperty('result');
  });

  it('is given args with any keys, in their order', async () => {
    const argsJson = '{"__proto__":{"a":1},"constructor":{"prototype":2},"2":0,"1":0}';
    const guid = await run('def action(**given):\n    return [list(given), given["__proto__"], given["constructor"]]', {
      args: JSON.parse(argsJson) as Record<string, never>,
    });
    expect(controller.result(guid)?.result).toEqual([
      ['1', '2', '__proto__', 'constructor'],
      { a: 1 },
      { prototype: 2 },
    ]);
    const ordered = await run('def action(**given):\n    return list(given)', { args: {}, argsJson });
    expect(controller.result(ordered)?.result).toEqual(['__proto__', 'constructor', '2', '1']);
  });

  it('is cancelled by the long poll, long before a heartbeat, also when all workers are busy', async () => {
    const busy = new FakeController();
    busy.heartbeatMs = 600_000;
    await busy.listen();
    const agentOfBusy = await startAgent(busy, { AGENT_WORKERS: 'default=1,hypervisor=1,io=1,process=1' });
    const guids = QUEUES.map((queue) => busy.add('import time\ndef action():\n    time.sleep(100)', { queue }));
    await until('all run', () => guids.every((guid) => busy.job(guid).pid !== undefined));
    const [guid = ''] = guids;
    busy.cancelNow(guid);
    await until('it ends', () => busy.job(guid).results.length > 0);
    expect(busy.result(guid)).toMatchObject({ state: 'ERROR', nativeState: 'CANCELLED' });
    expect(isAlive(busy.job(guid).pid ?? 0)).toBe(false);
    expect(busy.job(guids[1] ?? '').results).toEqual([]);
    await agentOfBusy.stop(0);
    await busy.close();
  });

  it('ends in ERROR with nativeState CANCELLED when the controller says so', async () => {
    const guid = controller.add('import time\ndef action():\n    time.sleep(100)');
    await until('it runs', () => controller.job(guid).pid !== undefined);
    controller.cancel.add(guid);
    await until('it ends', () => controller.job(guid).results.length > 0);
    expect(controller.result(guid)).toMatchObject({
      state: 'ERROR',
      nativeState: 'CANCELLED',
      error: { type: 'Cancelled' },
    });
  });

  it('is killed and reports no outcome when the controller no longer counts it as ours', async () => {
    const guid = controller.add('import time\ndef action():\n    time.sleep(100)');
    await until('it runs', () => controller.job(guid).pid !== undefined);
    const { pid } = controller.job(guid);
    controller.unknown.add(guid);
    await until('its process is gone', () => !isAlive(pid ?? 0));
    const next = await run('def action():\n    return 1');
    expect(controller.result(next)?.state).toBe('OK');
    expect(controller.job(guid).results).toEqual([]);
  });

  it('is killed, and what it wrote until then is reported: lines are evidence', async () => {
    const noted = join(temporaryFolder(), 'noted');
    const guid = controller.add(
      `import time\ndef action():\n    file = open(${JSON.stringify(noted)}, "w", buffering=1)\n    n = 0\n    while True:\n        n += 1\n        print(n)\n        print(n, file=file)\n        time.sleep(0.005)`
    );
    await until('it writes', () => controller.job(guid).lines.length > 0);
    controller.unknown.add(guid);
    await until('its process is gone', () => !isAlive(controller.job(guid).pid ?? 0));
    const last = Number(readFileSync(noted, 'utf8').trim().split('\n').at(-1));
    await until('all its lines are delivered', () => messages(guid).length >= last);
    expect(messages(guid).map(Number).slice(0, last)).toEqual(Array.from({ length: last }, (_, index) => index + 1));
    expect(controller.job(guid).results).toEqual([]);
  });

  it('keeps the timeout apart from jobs beside it', async () => {
    const slow = controller.add('import time\ndef action():\n    time.sleep(100)', { timeoutSeconds: 0.5 });
    const fine = await run('def action():\n    return "fine"');
    await until('the slow one ends', () => controller.job(slow).results.length > 0);
    expect([controller.result(slow)?.state, controller.result(fine)?.state]).toEqual(['TIMEOUT', 'OK']);
  });
});

describe('every job', () => {
  it('gets exactly one result; supervisors are no more than workers, and have no process left', async () => {
    const guids = Array.from({ length: 40 }, (_, n) => controller.add(`def action():\n    return ${n}`));
    await until('all end', () => guids.every((guid) => controller.job(guid).results.length > 0));
    expect(guids.map((guid) => controller.job(guid).results.length)).toEqual(guids.map(() => 1));
    const zygote = agent.runnerPid ?? 0;
    // Those that earlier tests made superfluous end when they become idle.
    await until('supervisors are no more than workers', () => childrenOf(zygote).length <= WORKERS);
    const supervisors = childrenOf(zygote);
    expect(supervisors).not.toEqual([]);
    await until('no script is left', () => supervisors.flatMap(childrenOf).length === 0);
    expect(childrenOf(zygote)).toEqual(supervisors);
  });

  it('runs although an idle supervisor was killed', async () => {
    const [supervisor = 0] = childrenOf(agent.runnerPid ?? 0);
    process.kill(supervisor, 'SIGKILL');
    await until('it is gone', () => !isAlive(supervisor));
    const guids = Array.from({ length: 10 }, () => controller.add('def action():\n    return "fine"'));
    await until('all end', () => guids.every((guid) => controller.job(guid).results.length > 0));
    expect(guids.map((guid) => controller.result(guid)?.result)).toEqual(guids.map(() => 'fine'));
  });

  it('runs although the supervisor that was just given it is killed, and says once that it started', async () => {
    const supervisors = childrenOf(agent.runnerPid ?? 0);
    supervisors.forEach((pid) => process.kill(pid, 'SIGSTOP')); // they take the order, and do nothing about it
    const guid = controller.add('def action():\n    return "fine"');
    await until('it is given away', () => controller.heartbeats.some(({ running }) => running.includes(guid)));
    supervisors.forEach((pid) => process.kill(pid, 'SIGKILL'));
    await until('it ends', () => controller.job(guid).results.length > 0);
    expect(controller.result(guid)).toMatchObject({ state: 'OK', result: 'fine' });
    expect(controller.reports.filter((report) => report.kind === 'started' && report.guid === guid)).toHaveLength(1);
  });

  it('that runs when its supervisor is killed ends at once with a clear error, and nothing of it is left', async () => {
    const guid = controller.add(
      'import subprocess\ndef action():\n    child = subprocess.Popen(["sleep", "300"])\n    print(child.pid, flush=True)\n    child.wait()'
    );
    await until('it has a process', () => controller.job(guid).lines.length > 0);
    const pid = controller.job(guid).pid ?? 0;
    const supervisor = childrenOf(agent.runnerPid ?? 0).find((parent) => childrenOf(parent).includes(pid));
    process.kill(supervisor ?? 0, 'SIGKILL');
    await until('it ends', () => controller.job(guid).results.length > 0);
    expect(controller.error(guid)).toMatchObject({ type: 'RunnerLost' });
    expect(controller.error(guid).message).toContain('its supervisor process ended');
    expect([pid, ...pids(guid)].filter(isAlive)).toEqual([]);
  });

  it('that runs when the Python runner dies ends with a clear error, and the next one runs', async () => {
    const guid = controller.add('import time\ndef action():\n    time.sleep(100)');
    await until('it runs', () => controller.job(guid).pid !== undefined);
    process.kill(agent.runnerPid ?? 0, 'SIGKILL');
    await until('it ends', () => controller.job(guid).results.length > 0);
    expect(controller.error(guid)).toMatchObject({ type: 'RunnerLost' });
    expect(controller.error(guid).message).toContain('SIGKILL');
    expect(isAlive(controller.job(guid).pid ?? 0)).toBe(false);
    expect(controller.result(await run('def action():\n    return "again"'))?.result).toBe('again');
  });
});
