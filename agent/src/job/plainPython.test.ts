import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { controllerWithAgent } from '../testing/controllerWithAgent';
import { type FakeController } from '../testing/fakeController';
import { until } from '../testing/until';

jest.setTimeout(120_000);

const controller = controllerWithAgent();
const folder = mkdtempSync(join(tmpdir(), 'plain-python-'));

async function run(source: string, changes: Parameters<FakeController['add']>[1] = {}): Promise<string> {
  const guid = controller.add(source, { timeoutSeconds: 60, args: { folder }, ...changes });
  await until(`job ends:\n${source}`, () => controller.job(guid).results.length > 0, 60_000);
  return guid;
}

const lines = (guid: string) =>
  controller.job(guid).lines.map(({ message, category, level }) => [message, category, level]);

describe('Python processes of a JumpScript', () => {
  const SOURCE = `
import multiprocessing, sys
from concurrent.futures import ProcessPoolExecutor
from JumpScale import j

def square(x):
    j.logger.log("logged %d" % x, 2, "math")
    print("printed %d" % x)
    print("warned %d" % x, file=sys.stderr)
    return x * x

def action(method, folder):
    context = multiprocessing.get_context(method)
    with context.Pool(1) as pool:
        squares = pool.map(square, range(3))
    with ProcessPoolExecutor(1, mp_context=context) as executor:
        return squares + [executor.submit(square, 3).result()]

if __name__ == "__main__":
    print("by hand")
`;
  it.each(['fork', 'spawn', 'forkserver'])('find it, and write lines of its job: started by %s', async (method) => {
    const guid = await run(SOURCE, { args: { method, folder }, name: 'pool of-squares' });
    expect(controller.result(guid)).toMatchObject({ state: 'OK', result: [0, 1, 4, 9] });
    expect(lines(guid)).toEqual(
      [0, 1, 2, 3].flatMap((n) => [
        [`logged ${n}`, 'math', 2],
        [`printed ${n}`, 'stdout', 5],
        [`warned ${n}`, 'stderr', 3],
      ])
    );
  });

  it('write lines of 200 kB that do not mix', async () => {
    const guid = await run(`
import os, sys
def action(folder):
    for letter in "abcdefgh":
        if os.fork() == 0:
            for _ in range(5):
                print(letter * 200000)
                print(letter * 200000, file=sys.stderr)
            return
    for _ in "abcdefgh":
        os.wait()
`);
    const seen = controller
      .job(guid)
      .lines.map(({ message, truncatedFrom }) => [[...new Set(message)].join(''), truncatedFrom]);
    const expected = [...'abcdefgh'].flatMap((letter) => Array.from({ length: 10 }, () => [letter, 200_000]));
    expect(seen.sort()).toEqual(expected);
  });
});

describe('a JumpScript ends as a Python program does', () => {
  it('waits for threads that are no daemons, then calls what atexit has, in order, before its result is told', async () => {
    const guid = await run(`
import atexit, threading, time, os
def late():
    while threading.main_thread().is_alive():
        time.sleep(0.01)
    print("thread")
def action(folder):
    atexit.register(print, "first registered")
    atexit.register(lambda: 1 / 0)
    atexit.register(print, "last registered")
    threading.Thread(target=late).start()
    threading.Thread(target=time.sleep, args=(300,), daemon=True).start()
    print("action")
    return 1
`);
    expect(controller.result(guid)).toMatchObject({ state: 'OK', result: 1 });
    const messages = controller.job(guid).lines.map(({ message }) => message);
    expect(messages.slice(0, 3)).toEqual(['action', 'thread', 'last registered']);
    expect(messages.at(-1)).toBe('first registered');
    expect(messages.join('\n')).toMatch(/ZeroDivisionError: division by zero/);
  });

  it('also when it fails: the error is the one of action()', async () => {
    const guid = await run(
      'import atexit\ndef action(folder):\n    atexit.register(print, "cleaned up")\n    raise ValueError("mine")'
    );
    expect(controller.error(guid)).toMatchObject({ type: 'ValueError', message: 'mine', line: 4 });
    expect(lines(guid)).toEqual([['cleaned up', 'stdout', 5]]);
  });

  it('writes what its open files hold', async () => {
    await run(
      'import os\ndef action(folder):\n    global file\n    file = open(os.path.join(folder, "kept"), "w")\n    file.write("all")'
    );
    expect(readFileSync(join(folder, 'kept'), 'utf8')).toBe('all');
  });

  it('times out when a thread does not end', async () => {
    const guid = await run(
      'import threading, time\ndef action(folder):\n    threading.Thread(target=time.sleep, args=(300,)).start()\n    return 1',
      { timeoutSeconds: 1 }
    );
    expect(controller.result(guid)).toMatchObject({ state: 'TIMEOUT' });
  });

  it.each(['', '0', 'None', 'False'])('successfully, without a result, by sys.exit(%s)', async (code) => {
    const guid = await run(`import sys\ndef action(folder):\n    sys.exit(${code})`);
    expect(controller.result(guid)).toMatchObject({ state: 'OK', resultCode: 0, result: null });
  });

  it.each([
    ['sys.exit(3)', 'SystemExit', 3],
    ['sys.exit("why")', 'SystemExit', 1],
    ['os._exit(0)', 'ProcessExit', 0],
    ['atexit.register(os._exit, 4)', 'ProcessExit', 4],
    ['os.closerange(3, 65536)', 'ResultLost', 1],
  ])('in no other way: %s', async (exit, type, resultCode) => {
    const guid = await run(`import atexit, os, sys\ndef action(folder):\n    ${exit}`);
    expect(controller.result(guid)).toMatchObject({ state: 'ERROR', resultCode, error: { type } });
  });

  it('not successfully when it exits before action() is called', async () => {
    const guid = await run('import sys\nsys.exit(0)\ndef action(folder):\n    return 1');
    expect(controller.error(guid)).toMatchObject({ type: 'SystemExit', line: 2 });
  });

  it('also when a child that it forked before has called action()', async () => {
    const guid = await run(
      'import os, sys\nif os.fork():\n    os.wait()\n    sys.exit(0)\ndef action(folder):\n    print("child")'
    );
    expect(controller.error(guid)).toMatchObject({ type: 'SystemExit', line: 4 });
    expect(lines(guid)).toEqual([['child', 'stdout', 5]]);
  });

  it('and finds its own modules, not the runner’s', async () => {
    const guid = await run(`
import importlib, sys
def action(folder):
    found = []
    for name in ("supervisor", "run_as", "script_output", "zygote"):
        try:
            found.append(importlib.import_module(name).__file__)
        except ModuleNotFoundError:
            pass
    return [found, sys.argv]
`);
    expect(controller.result(guid)?.result).toEqual([[], ['testing/script.py']]);
  });
});
