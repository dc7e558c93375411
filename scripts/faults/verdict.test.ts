import { hasPassed, judge, type Evidence, type StoredJob } from './verdict';

const job = (guid: string, more: Partial<StoredJob> = {}): StoredJob => ({
  guid,
  isTerminal: true,
  nativeState: 'OK',
  attempt: 1,
  logLines: 3,
  droppedLines: 0,
  copies: 1,
  ...more,
});
const run = (guid: string, more = {}) => ({ guid, run: `r-${guid}`, lines: 3, hasEnded: true, ...more });
const stored = (guid: string, rows = 3, distinct = rows) => ({ guid, run: `r-${guid}`, rows, distinct });
const good: Evidence = { acknowledged: ['a'], jobs: [job('a')], ends: ['a'], runs: [run('a')], stored: [stored('a')] };

describe('the verdict of a fault run', () => {
  it('passes when everything asked for has ended once and every line is there once', () => {
    const verdict = judge(good);
    expect(hasPassed(verdict)).toBe(true);
    expect(verdict.lines).toMatchObject({ written: 3, stored: 3 });
  });

  it.each<[string, Partial<Evidence>, object]>([
    ['a job that is not there', { acknowledged: ['a', 'b'] }, { jobs: { lost: 1 } }],
    ['a job that has not ended', { jobs: [job('a', { isTerminal: false })] }, { jobs: { lost: 1 } }],
    ['a job that ended twice', { ends: ['a', 'a'] }, { jobs: { terminalTwice: 1 } }],
    ['a job with two rows', { jobs: [job('a', { copies: 2 })] }, { jobs: { terminalTwice: 1 } }],
    ['a job that ran twice', { runs: [run('a'), run('a', { run: 'again', lines: 0 })] }, { jobs: { runTwice: 1 } }],
    [
      'a line that is not there',
      { jobs: [job('a', { logLines: 2 })], stored: [stored('a', 2)] },
      { lines: { lost: 1 } },
    ],
    [
      'a line stored twice',
      { jobs: [job('a', { logLines: 4 })], stored: [stored('a', 4, 3)] },
      { lines: { duplicated: 1 } },
    ],
    ['a wrong count of lines', { jobs: [job('a', { logLines: 2 })] }, { lines: { miscounted: 1 } }],
  ])('finds %s', (_, change, expected) => {
    const verdict = judge({ ...good, ...change });
    expect(verdict).toMatchObject(expected);
    expect(hasPassed(verdict)).toBe(false);
    expect(verdict.suspects[0]).toMatch(/: [ab]$/);
  });

  it('counts apart what died with an agent, and what the quota left out and the job says so', () => {
    const lostAgent = judge({
      ...good,
      jobs: [job('a', { nativeState: 'AGENT_LOST', logLines: 1 })],
      runs: [run('a', { hasEnded: false })],
      stored: [stored('a', 1)],
    });
    expect(lostAgent.lines).toMatchObject({ diedWithAgent: 2, lost: 0 });
    const quota = judge({ ...good, jobs: [job('a', { logLines: 1, droppedLines: 2 })], stored: [stored('a', 1)] });
    expect(quota.lines).toMatchObject({ droppedByQuota: 2, lost: 0 });
  });

  it('lets a job run as often as it had attempts', () => {
    const again = [run('a', { run: 'first', hasEnded: false }), run('a')];
    const verdict = judge({ ...good, jobs: [job('a', { attempt: 2 })], runs: again });
    expect(verdict.jobs.runTwice).toBe(0);
    expect(verdict.lines.diedWithAgent).toBe(3);
  });
});
