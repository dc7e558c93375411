import { type Assignment } from '@openvcloud/contract';
import { resultReport } from './resultReport';

const job = { guid: 'g', attempt: 2, path: 'org/name.py', timeoutSeconds: 8 } as Assignment;
const base = { job, time: 5, dropped: {} };
const dump =
  'Current thread 0x01 (most recent call first):\n  File "/usr/lib/python3/threading.py", line 3 in wait\n  File "org/name.py", line 21 in wait_for_lock\n  File "org/name.py", line 30 in action\n';
const exit = { k: 'exit' as const, dump: '', orphaned: false };

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

  it('counts a job as done that returned before the order to stop reached it', () => {
    expect(resultReport({ ...base, outcome: { result: { value: 1 }, exit }, stopped: 'timeout' })).toMatchObject({
      state: 'OK',
      result: 1,
    });
  });
});
