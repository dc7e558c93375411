import { type Assignment } from '@openvcloud/contract';
import { type ExitFrame } from '../python/runnerFrame';
import { type JobOutcome } from '../python/jobProcess';
import { resultReport } from './resultReport';

const job = { guid: 'g', attempt: 2, path: 'org/name.py', timeoutSeconds: 8 } as Assignment;
const base = { job, time: 5, dropped: {} };
const dump =
  'Current thread 0x01 (most recent call first):\n  File "/usr/lib/python3/threading.py", line 3 in wait\n  File "org/name.py", line 21 in wait_for_lock\n  File "org/name.py", line 30 in action\n';
const exit: ExitFrame = {
  dump: '',
  orphaned: false,
  phase: 'in',
  messageTooLarge: null,
  ignored: 0,
  unkillable: [],
};

describe('resultReport', () => {
  it('finds the place in the JumpScript where it hung', () => {
    expect(
      resultReport({ ...base, outcome: { exit: { ...exit, signal: 15, dump } }, stopped: 'timeout' })
    ).toMatchObject({
      state: 'TIMEOUT',
      attempt: 2,
      error: {
        type: 'Timeout',
        message: expect.stringContaining('8 s'),
        file: 'org/name.py',
        line: 21,
        function: 'wait_for_lock',
        backtrace: dump,
      },
    });
  });

  it('takes the place from the main thread, not from one beside it', () => {
    const threads = `Thread 0x02 (most recent call first):\n  File "org/name.py", line 5 in beside\n\n${dump}`;
    expect(
      resultReport({ ...base, outcome: { exit: { ...exit, signal: 15, dump: threads } }, stopped: 'timeout' }).error
    ).toMatchObject({ line: 21 });
  });

  it.each([
    ['a signal', { exit: { ...exit, signal: 9 } }, undefined, 'ERROR', 'ProcessKilled', 137],
    ['an exit code', { exit: { ...exit, code: 3 } }, undefined, 'ERROR', 'ProcessExit', 3],
    [
      'a channel that was closed',
      { exit: { ...exit, code: 0, phase: 'untold' as const } },
      undefined,
      'ERROR',
      'ResultLost',
      1,
    ],
    ['what no runner says', { fault: 'expected', exit: { ...exit, code: 0 } }, undefined, 'ERROR', 'RunnerFault', 1],
    ['too much said', { exit: { ...exit, code: 0, messageTooLarge: 9 } }, undefined, 'ERROR', 'RunnerFault', 1],
    ['a lost runner', { lost: 'gone' }, undefined, 'ERROR', 'RunnerLost', 1],
    ['an orphan', { exit: { ...exit, signal: 9, orphaned: true } }, undefined, 'ERROR', 'RunnerLost', 1],
    ['a cancel', { exit: { ...exit, signal: 15 } }, 'cancel' as const, 'ERROR', 'Cancelled', 1],
    ['a stopping agent', { exit: { ...exit, signal: 15 } }, 'agentStop' as const, 'ERROR', 'AgentStopped', 1],
    ['a stop before it had a process', {}, 'timeout' as const, 'TIMEOUT', 'Timeout', 1],
  ])('names the kind of end: %s', (_what, outcome, stopped, state, type, resultCode) => {
    expect(resultReport({ ...base, outcome, ...(stopped ? { stopped } : {}) })).toMatchObject({
      state,
      resultCode,
      error: { type },
    });
  });

  it.each([
    ['before', 'was killed by SIGKILL (signal 9) before action() began'],
    ['in', 'was killed by SIGKILL (signal 9) before action() returned'],
    ['after', 'was killed by SIGKILL (signal 9) after action() had ended, but before that could be told'],
    ['untold', 'was killed by SIGKILL (signal 9) after action() had ended, which could not be told'],
  ] as const)('says how far the script had come: %s', (phase, message) => {
    const { error } = resultReport({ ...base, outcome: { exit: { ...exit, signal: 9, phase } } });
    expect(error?.message).toContain(message);
  });

  it.each([
    ['before', 'ended with exit code 3 before action() began (os._exit?)'],
    ['in', 'ended with exit code 3 before action() returned (os._exit?)'],
    [
      'after',
      'ended with exit code 3 after action() had ended, but before that could be told (os._exit in a thread or an atexit handler?)',
    ],
  ] as const)('says how far one had come that ended itself: %s', (phase, message) => {
    const { error } = resultReport({ ...base, outcome: { exit: { ...exit, code: 3, phase } } });
    expect(error?.message).toBe(`the job's process ${message}`);
  });

  it('never says that all was killed when something was not', () => {
    const unkillable = [{ pid: 7, state: 'D' }];
    const message = (outcome: JobOutcome, stopped?: 'timeout'): string =>
      resultReport({ ...base, outcome, ...(stopped ? { stopped } : {}) }).error?.message ?? '';
    expect(message({ exit: { ...exit, signal: 9 } }, 'timeout')).toContain('8 s; the whole process group was killed');
    expect(message({ exit: { ...exit, signal: 9, unkillable } }, 'timeout')).toBe(
      'not finished within its time limit of 8 s; could not be killed: pid 7 in state D'
    );
    expect(message({ lost: 'gone', unkillable }, 'timeout')).toMatch(/; gone; could not be killed: pid 7 in state D$/);
    expect(message({ lost: 'gone', unkillable })).toBe(
      'the job was given up: gone; could not be killed: pid 7 in state D'
    );
    const many = Array.from({ length: 12 }, (_, index) => ({ pid: index + 2, state: 'D' }));
    expect(message({ lost: 'gone', unkillable: many })).toMatch(/pid 11 in state D and 2 more$/);
  });

  it.each([
    [{ signal: 9, peakBytes: 2 ** 20 }, 'ProcessKilled', /want of memory \(its own use had a peak of 1 MB; see/],
    [
      { signal: 9, peakBytes: 2 ** 20, outOfMemory: true },
      'ProcessKilled',
      /by the kernel: the machine, or the Agent's service, was out of memory \(.* peak of 1 MB, within its limit\)$/,
    ],
    [
      { signal: 9, exceeded: { name: 'memoryBytes', limit: 2 ** 21, reached: 2 ** 21 } },
      'LimitExceeded',
      /^out of memory: limit 2 MB, peak 2 MB; the whole process group was killed$/,
    ],
  ] as const)('tells what is known of who killed it: %j', (how, type, message) => {
    const { error } = resultReport({ ...base, outcome: { exit: { ...exit, ...how } } });
    expect([error?.type, error?.message]).toEqual([type, expect.stringMatching(message)]);
  });

  it('names an error by the limit that the kernel held meanwhile', () => {
    const error = {
      type: 'BlockingIOError',
      message: '[Errno 11]',
      backtrace: null,
      file: null,
      line: 3,
      function: null,
    };
    const exceeded = { name: 'tasks', limit: 20 } as const;
    const outcome = { error: { ...error, code: 1 }, exit: { ...exit, code: 1, exceeded } };
    expect(resultReport({ ...base, outcome }).error).toMatchObject({
      type: 'LimitExceeded',
      message: 'too many processes and threads: limit 20 (BlockingIOError: [Errno 11])',
      line: 3,
    });
  });

  it('counts a job as done that returned before the order to stop reached it', () => {
    expect(resultReport({ ...base, outcome: { result: { value: 1 }, exit }, stopped: 'timeout' })).toMatchObject({
      state: 'OK',
      result: 1,
    });
  });
});
