import type { Evidence } from '../evidence/evidence';
import { CHECKSUM, evidence, job, run, stored, struck } from '../testing/evidence';
import { hasPassed, judge, type Verdict } from './verdict';

type Figures = { [Key in keyof Verdict]?: Partial<Verdict[Key]> };
const kill = struck('killAgent', 60_500, 63_000);
const ten = Array.from({ length: 10 }, (_, index) => `j${index}`);
const lost = { nativeState: 'AGENT_LOST', result: undefined, timeStop: 90_000 };

const OUT_OF_MEMORY = 'out of memory: limit 300 MB, peak 9 MB (MemoryError: )';
/** Of a kind that goes over its limit: its run comes to no end of its own. */
const hostile = (more: Partial<Evidence['jobs'][number]>) =>
  job('a', {
    kind: 'memoryHog',
    nativeState: 'ERROR',
    result: undefined,
    errorType: 'LimitExceeded',
    errorMessage: OUT_OF_MEMORY,
    ...more,
  });

describe('the verdict of a fault run', () => {
  it('passes when a hostile job has ended as its kind does, or is refused where others are users of their own', () => {
    const runs = [run('a', { end: undefined })];
    const verdict = judge(evidence({ jobs: [hostile({})], runs }));
    expect(verdict.jobs).toMatchObject({ hostile: 1, hostileKinds: 1, wrongOutcome: 0, exact: 1 });
    expect(hasPassed(verdict)).toBe(true);
    const refused = { errorType: 'PermissionError', errorMessage: '[Errno 1] Operation not permitted' };
    const other = judge(
      evidence({ jobs: [hostile({ kind: 'killsSupervisor', ...refused })], runs, isOtherUser: true })
    );
    expect(hasPassed(other)).toBe(true);
  });

  it('passes when everything asked for has ended once, as noted, and every line is there once', () => {
    const verdict = judge(evidence());
    expect(verdict.suspects).toEqual([]);
    expect(hasPassed(verdict)).toBe(true);
    expect(verdict).toMatchObject({ jobs: { exact: 1 }, lines: { written: 3, stored: 3 } });
  });

  it.each<[string, Partial<Evidence>, Figures]>([
    ['a job that is not there', { acknowledged: ['a', 'b'] }, { jobs: { lost: 1 } }],
    ['a job that ran and is not there', { runs: [run('a'), run('b')] }, { jobs: { lost: 1 } }],
    [
      'a job that has not ended',
      { jobs: [job('a', { isTerminal: false, nativeState: 'RUNNING' })] },
      { jobs: { lost: 1 } },
    ],
    ['a job that ended twice', { ends: ['a', 'a'] }, { jobs: { notEndedOnce: 1 } }],
    ['a terminal job whose end nobody noted', { ends: [] }, { jobs: { notEndedOnce: 1 } }],
    ['a job with two rows', { jobs: [job('a', { copies: 2 })] }, { jobs: { notEndedOnce: 1 } }],
    [
      'a job that ran twice',
      { runs: [run('a', { run: 'first' }), run('a')] },
      { jobs: { runTwice: 1, unexplained: 1 } },
    ],
    [
      'another result',
      { jobs: [job('a', { result: { lines: 2, checksum: CHECKSUM } })] },
      { jobs: { wrongOutcome: 1 } },
    ],
    ['no result', { jobs: [job('a', { result: undefined })] }, { jobs: { wrongOutcome: 1 } }],
    ['a result without an end of the script', { runs: [run('a', { end: undefined })] }, { jobs: { wrongOutcome: 1 } }],
    [
      'a result without a run',
      { runs: [], stored: [], jobs: [job('a', { logLines: 0, lineRows: 0 })] },
      { jobs: { wrongOutcome: 1 } },
    ],
    [
      'an error where the script returned',
      { jobs: [job('a', { nativeState: 'ERROR', errorType: 'RunnerLost' })] },
      { jobs: { wrongOutcome: 1 } },
    ],
    [
      'a result where the script failed',
      { runs: [run('a', { end: { at: 60_000, lines: 3, checksum: CHECKSUM, fails: true } })] },
      { jobs: { wrongOutcome: 1 } },
    ],
    [
      'a line that is not there',
      { jobs: [job('a', { logLines: 2, lineRows: 2 })], stored: [stored('a', [1, 3])] },
      { lines: { lost: 1 } },
    ],
    ['all lines gone', { jobs: [job('a', { logLines: 0, lineRows: 0 })], stored: [] }, { lines: { lost: 3 } }],
    [
      'a line stored twice',
      { jobs: [job('a', { logLines: 4, lineRows: 4 })], stored: [stored('a', [1, 2, 3], { rows: 4 })] },
      { lines: { duplicated: 1 } },
    ],
    ['an altered line', { stored: [stored('a', [1, 2], { rows: 3, altered: 1 })] }, { lines: { altered: 1 } }],
    [
      'a line that was never written',
      { jobs: [job('a', { logLines: 4, lineRows: 4 })], stored: [stored('a', [1, 2, 3, 4])] },
      { lines: { altered: 1 } },
    ],
    ['lines out of order', { stored: [stored('a', [1, 2, 3], { disordered: 1 })] }, { lines: { disordered: 1 } }],
    [
      'lines under another attempt',
      { stored: [stored('a', [1, 2, 3], { attempts: new Set([2]) })] },
      { lines: { disordered: 1 } },
    ],
    [
      'lines under two attempts',
      {
        jobs: [job('a', { attempt: 2 })],
        stored: [stored('a', [1, 2, 3], { attempts: new Set([1, 2]) })],
        struck: [kill],
      },
      { lines: { disordered: 1 } },
    ],
    ['a wrong count of lines', { jobs: [job('a', { logLines: 2 })] }, { jobs: { miscounted: 1 } }],
    [
      'more lines reported as left out than are missing',
      { jobs: [job('a', { droppedLines: 1 })] },
      { lines: { misreported: 1 } },
    ],
    [
      'a hostile job that ended as its kind does not',
      { jobs: [hostile({ errorType: 'RunnerLost' })] },
      { jobs: { wrongOutcome: 1 } },
    ],
    [
      'a hostile job that ended so for another reason',
      { jobs: [hostile({ errorMessage: 'out of memory: limit 1 MB' })] },
      { jobs: { wrongOutcome: 1 } },
    ],
    [
      'a hostile job of a kind that there is not',
      { jobs: [hostile({ kind: 'unheard of' })] },
      { jobs: { wrongOutcome: 1 } },
    ],
    [
      'a hostile job that had to be refused, and was not',
      { jobs: [hostile({ kind: 'killsSupervisor', errorType: 'RunnerLost' })], isOtherUser: true },
      { jobs: { wrongOutcome: 1 } },
    ],
    [
      'a hostile job that another one has spoken for',
      { jobs: [job('a', { kind: 'stealsOrders', result: 'forged' })] },
      { jobs: { wrongOutcome: 1 } },
    ],
    [
      'a foreign process that was touched',
      { processes: { touched: ['node 1: SIGTERM'], ended: [], survivors: [] } },
      { processes: { touched: 1 } },
    ],
    [
      'a process of a job that outlived it',
      { processes: { touched: [], ended: [], survivors: ['a (pid 7)'] } },
      { processes: { survivors: 1 } },
    ],
    [
      'an agent that ended by itself',
      { processes: { touched: [], ended: ['agent-1 ended with exit code 1'], survivors: [] } },
      { processes: { ended: 1 } },
    ],
    ['a report that was never delivered', { undelivered: 1 }, { jobs: { exact: 1 } }],
    [
      'a planned fault that did nothing',
      { planned: ['killAgent', 'killAgent'], struck: [kill] },
      { faults: { missed: 1, struck: { killAgent: 1 } } },
    ],
    [
      'a fault that was cut short',
      { planned: ['stallAgent'], struck: [struck('stallAgent', 0, 1, { isWhole: false })] },
      { faults: { missed: 1 } },
    ],
    [
      'a filled spool of which nothing was left out',
      { planned: ['fillSpool'], struck: [struck('fillSpool', 0, 1)] },
      { faults: { missed: 1 } },
    ],
    [
      'a lease that was not renewed',
      { struck: [struck('floodLines', 0, 1, { leastLeaseMs: 9000 })] },
      { faults: { leastLeaseMs: 9000 } },
    ],
  ])('finds %s', (_, change, expected) => {
    const verdict = judge(evidence(change));
    expect(verdict).toMatchObject(expected);
    expect(hasPassed(verdict)).toBe(false);
  });

  it('names the jobs behind what it finds', () => {
    expect(judge(evidence({ ends: [] })).suspects).toEqual(['not ended once: a']);
    expect(judge(evidence({ stored: [] })).suspects).toEqual(['lines lost: a']);
  });
});

describe('the verdict of a run that shows nothing', () => {
  it('does not pass when no job ran, although all are terminal and no fault explains it', () => {
    const jobs = ten.map((guid) => job(guid, { nativeState: 'NOWORK', logLines: 0, lineRows: 0 }));
    const verdict = judge(evidence({ acknowledged: ten, jobs, ends: ten, runs: [], stored: [] }));
    expect(verdict.jobs).toMatchObject({ neverRan: 10, unexplained: 10, exact: 0 });
    expect(hasPassed(verdict)).toBe(false);
  });

  it('does not pass when every job is lost and no line is there, although every script came to its end', () => {
    const jobs = ten.map((guid) => job(guid, { ...lost, logLines: 0, lineRows: 0 }));
    const all = evidence({ acknowledged: ten, jobs, ends: ten, runs: ten.map((guid) => run(guid)), stored: [] });
    expect(judge(all)).toMatchObject({ jobs: { unexplained: 10 }, lines: { lost: 30 } });
    // A kill does not explain it either, when their agent had had a second to write down lines and results.
    const late = judge({ ...all, struck: [struck('killAgent', 62_000, 65_000)] });
    expect(late).toMatchObject({ jobs: { unexplained: 10 }, lines: { lost: 30 } });
    // And if faults explain all of it, nothing was shown.
    const explained = judge({ ...all, stored: ten.map((guid) => stored(guid, [1, 2])), struck: [kill] });
    expect(explained).toMatchObject({ jobs: { unexplained: 0, exact: 0 }, lines: { lost: 0, diedWithAgent: 10 } });
    expect(hasPassed(explained)).toBe(false);
  });

  it('does not pass when lines are missing behind a count of left out ones that is too large', () => {
    const jobs = [job('a', { droppedLines: 5000, logLines: 1, lineRows: 1 })];
    const verdict = judge(evidence({ jobs, stored: [stored('a', [2])] }));
    expect(verdict.lines).toMatchObject({ leftOut: 2, misreported: 4998 });
    expect(hasPassed(verdict)).toBe(false);
  });

  it('does not pass when most jobs had to be excused, or most lines were left out', () => {
    const half = {
      jobs: [job('a'), job('b', { ...lost })],
      ends: ['a', 'b'],
      runs: [run('a'), run('b', { end: undefined })],
    };
    const excused = judge(evidence({ ...half, stored: [stored('a'), stored('b')], struck: [kill] }));
    expect(excused.jobs).toMatchObject({ unexplained: 0, exact: 1 });
    expect(hasPassed(excused)).toBe(false);
    const jobs = [job('a', { logLines: 1, lineRows: 1, droppedLines: 2 })];
    const left = judge(evidence({ jobs, stored: [stored('a', [3])] }));
    expect(left).toMatchObject({ lines: { leftOut: 2, lost: 0 }, jobs: { exact: 1 } });
    expect(hasPassed(left)).toBe(false);
  });
});

describe('what faults explain', () => {
  const lostJob = job('a', { ...lost, logLines: 2, lineRows: 2 });
  const unended = run('a', { end: undefined });
  const excused = (change: Partial<Evidence>) =>
    judge(evidence({ jobs: [lostJob], runs: [unended], stored: [stored('a', [1, 2])], ...change }));

  it('is a job whose agent was killed while it ran, with the lines of its last second', () => {
    expect(excused({ struck: [kill] })).toMatchObject({
      jobs: { unexplained: 0 },
      lines: { lost: 0, diedWithAgent: 1 },
    });
  });

  it('is no line that was written more than a second before', () => {
    expect(excused({ struck: [kill], stored: [stored('a', [1, 3])] }).lines).toMatchObject({
      lost: 1,
      diedWithAgent: 0,
    });
  });

  it.each([
    ['of another agent', struck('killAgent', 60_500, 63_000, { nid: 2 })],
    ['before it was made', struck('killAgent', 40_000, 43_000)],
    ['after it was given up', struck('killAgent', 95_000, 97_000)],
    ['of a controller', { ...struck('killController', 60_500, 63_000), nid: undefined }],
    ['that only broke connections', struck('cutConnections', 60_500, 60_600)],
  ])('is no loss by a fault %s', (_, fault) => {
    const verdict = excused({ struck: [fault], sampled: { nids: [1, 2], from: 0, to: 0 } });
    expect(verdict).toMatchObject({ jobs: { unexplained: 1 }, lines: { lost: 1 } });
  });

  it('is a job whose agent stood still for its lease, but none of its lines: they are delivered late', () => {
    expect(excused({ struck: [struck('stallConnections', 58_000, 92_000)] })).toMatchObject({
      jobs: { unexplained: 0 },
      lines: { lost: 1 },
    });
  });

  it('is what an agent had not read since it stood still, when it is killed then', () => {
    const both = [struck('stallAgent', 54_000, 90_000, { isWhole: false }), struck('killAgent', 80_000, 83_000)];
    expect(
      excused({ struck: both, stored: [stored('a', [1])], runs: [run('a', { end: undefined })] }).lines
    ).toMatchObject({
      lost: 0,
      diedWithAgent: 2,
    });
  });

  it('is a result that could not be delivered before a stall, because PostgreSQL was away', () => {
    const ended = { runs: [run('a')], stored: [stored('a')], jobs: [job('a', lost)] };
    const stall = struck('stallConnections', 63_000, 95_000);
    expect(judge(evidence({ ...ended, struck: [stall] })).jobs.unexplained).toBe(1);
    const away = { ...struck('killPostgres', 58_000, 62_000), nid: undefined };
    expect(judge(evidence({ ...ended, struck: [stall, away] })).jobs.unexplained).toBe(0);
  });

  it('is an attempt before the last: lost with its agent, or failed by itself', () => {
    const again = job('a', { attempt: 2, logLines: 5, lineRows: 5, timeStop: 160_000 });
    const second = run('a', {
      run: 'second',
      startedAt: 150_000,
      end: { at: 160_000, lines: 3, checksum: CHECKSUM, fails: false },
    });
    const both = (first: Partial<Evidence['runs'][number]>, faults: Evidence['struck']) =>
      judge(
        evidence({
          jobs: [again],
          runs: [run('a', first), second],
          stored: [stored('a', [1, 2]), stored('a', [1, 2, 3], { run: 'second', attempts: new Set([2]) })],
          struck: faults,
        })
      );
    expect(both({ end: undefined }, [kill])).toMatchObject({
      jobs: { unexplained: 0, runTwice: 0 },
      lines: { lost: 0, diedWithAgent: 1 },
    });
    expect(both({ end: undefined }, [])).toMatchObject({ jobs: { unexplained: 1 }, lines: { lost: 1 } });
    const failed = {
      end: { at: 60_000, lines: 2, checksum: CHECKSUM, fails: true },
      written: [{ at: 59_000, lines: 2 }],
    };
    expect(both(failed, [])).toMatchObject({ jobs: { unexplained: 0, exact: 1 }, lines: { lost: 0 } });
  });

  it('is an attempt that was lost before it began, after one that failed by itself', () => {
    const failed = run('a', { end: { at: 60_000, lines: 2, checksum: CHECKSUM, fails: true } });
    const lost = job('a', {
      attempt: 2,
      nativeState: 'AGENT_LOST',
      timeStop: 160_000,
      logLines: 2,
      lineRows: 2,
    });
    const judged = (struck: Evidence['struck']) =>
      judge(evidence({ jobs: [lost], runs: [failed], stored: [stored('a', [1, 2])], struck })).jobs.unexplained;
    expect([judged([{ ...kill, from: 100_000, to: 101_000 }]), judged([])]).toEqual([0, 1]);
  });

  it('is no work for a node that nobody had heard for a lease, and only then', () => {
    const born = (timeCreate: number, more = {}) =>
      judge(
        evidence({
          jobs: [job('a', { nativeState: 'NOWORK', timeCreate, logLines: 0, lineRows: 0, ...more })],
          runs: [],
          stored: [],
          struck: [struck('stallAgent', 50_000, 85_000)],
          sampled: { nids: [1, 2], from: 0, to: 0 },
        })
      ).jobs.unexplained;
    expect(born(60_000)).toBe(1);
    expect(born(75_000)).toBe(0);
    expect(born(120_000)).toBe(1);
    expect(born(75_000, { nid: 2 })).toBe(1);
    // Of a role that another agent has, too.
    expect(born(75_000, { nid: null })).toBe(1);
  });

  it('is what a full spool left out of a run whose result did not count', () => {
    const fills = [struck('stallConnections', 58_000, 92_000), struck('fillSpool', 50_000, 57_000)];
    expect(excused({ struck: fills }).lines).toMatchObject({ lost: 0, leftOutUntold: 1 });
  });
});
