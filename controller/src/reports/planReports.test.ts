import {
  LIMITS,
  type LogsReport,
  type Report,
  type ReportedLine,
  type ResultReport,
  type UnsentReport,
} from '@openvcloud/contract';
import { planReports } from './planReports';
import type { ReportedJob } from './reportPlan';

const CREATED = 1_000_000;
const NOW = 2_000_000;

function job(changes: Partial<ReportedJob> = {}): ReportedJob {
  return {
    guid: 'g',
    timeCreate: CREATED,
    nid: 1,
    formerNids: [],
    reportedAttempts: [],
    nodeName: 'node-1',
    organization: 'o',
    cmd: 'c',
    queue: 'io',
    state: 'RUNNING',
    nativeState: 'RUNNING',
    attempt: 1,
    maxAttempts: 1,
    backoffSeconds: 10,
    wantedRole: null,
    log: true,
    logLines: 0,
    droppedLines: 0,
    droppedBecause: [],
    timeStart: CREATED + 100,
    isCancelRequested: false,
    ...changes,
  };
}

const ERROR = { type: 'E', message: 'm', backtrace: null, file: null, line: null, function: null, code: null };
const line = (seq: number, changes: Partial<ReportedLine> = {}): ReportedLine => ({
  seq,
  time: CREATED + 200,
  level: 5,
  category: 'stdout',
  message: `line ${seq}`,
  ...changes,
});
const logs = (changes: Partial<LogsReport> = {}): UnsentReport => ({
  kind: 'logs',
  guid: 'g',
  attempt: 1,
  lines: [line(1)],
  ...changes,
});
const result = (changes: Partial<ResultReport> = {}): UnsentReport => ({
  kind: 'result',
  guid: 'g',
  attempt: 1,
  time: CREATED + 500,
  state: 'OK',
  result: 7,
  ...changes,
});
const failed = (changes: Partial<ResultReport> = {}) =>
  result({ state: 'ERROR', result: undefined, error: ERROR, ...changes });
const started = (time?: number, attempt = 1): UnsentReport => ({ kind: 'started', guid: 'g', attempt, time, pid: 1 });

/** The reports, numbered, applied to one job by node 1. */
function plan(found: ReportedJob, ...reports: UnsentReport[]) {
  const numbered = reports.map((report, index): Report => ({ ...report, seq: index + 1 }));
  return planReports(numbered, new Map([[found.guid, found]]), 1, NOW);
}

function refusals(found: ReportedJob, ...reports: UnsentReport[]): string[] {
  return plan(found, ...reports).refused.map(({ reason }) => reason);
}

it('leaves the jobs it was given as they were', () => {
  const found = Object.freeze(job({ state: 'SCHEDULED', nativeState: 'SCHEDULED', timeStart: null, maxAttempts: 2 }));
  const { retried } = plan(
    found,
    started(CREATED + 50),
    logs({ droppedLines: 2, droppedBecause: ['SPOOL_FULL'] }),
    failed()
  );
  expect(retried).toHaveLength(1);
  expect(found).toEqual(job({ state: 'SCHEDULED', nativeState: 'SCHEDULED', timeStart: null, maxAttempts: 2 }));
});

describe('a start', () => {
  const waiting = job({ state: 'SCHEDULED', nativeState: 'SCHEDULED', timeStart: null });

  it('makes a waiting job run, and tells how long it waited', () => {
    const { started: begun, touched, ended } = plan(waiting, started(CREATED + 70));
    const running = { state: 'RUNNING', nativeState: 'RUNNING', timeStart: CREATED + 70 };
    expect(begun).toEqual([{ job: expect.objectContaining(running), waitMs: 70 }]);
    expect([...touched]).toEqual([expect.objectContaining(running)]);
    expect(ended).toEqual([]);
  });

  it.each([
    ['before the job was made', CREATED - 5, CREATED],
    ['in the future', NOW + 5, NOW],
    ['at no time', undefined, NOW],
  ])('%s is put within its life', (_when, time, timeStart) => {
    expect(plan(waiting, started(time)).started[0]?.job.timeStart).toBe(timeStart);
  });

  it('of a job that runs is refused', () => {
    expect(refusals(job(), started(CREATED))).toEqual([expect.stringContaining('got start')]);
  });
});

describe('a report is refused, and those beside it are not', () => {
  it.each<[string, ReportedJob, UnsentReport, string]>([
    ['of a job nobody has', job(), logs({ guid: 'x' }), 'expected a job this controller has, got guid x'],
    ['of another node', job({ nid: 2 }), logs(), 'expected a job of node 1, got one of node 2'],
    ['of no node', job({ nid: null }), logs(), 'expected a job of node 1, got one of no node yet'],
    ['of a later attempt', job(), logs({ attempt: 2 }), 'expected attempt 1, got attempt 2'],
    ['of an earlier attempt of it', job({ attempt: 2, formerNids: [2] }), logs(), 'expected attempt 2, got attempt 1'],
    [
      'of a job that ended',
      job({ state: 'OK', nativeState: 'OK' }),
      failed(),
      'expected a job that runs, got one that ended as OK (OK); what ended does not change',
    ],
    [
      'that fails without an error',
      job(),
      result({ state: 'ERROR' }),
      'expected an error in a result that is ERROR, got none',
    ],
    [
      'with a result that is no JSON',
      job(),
      result({ resultJson: '{' }),
      'expected JSON in resultJson, got other text',
    ],
    [
      'with a number beyond its column',
      job(),
      logs({ lines: [line(1, { pid: 2 ** 31 })] }),
      'expected lines.pid of at most 2147483647, got 2147483648',
    ],
  ])('%s', (_what, found, report, reason) => {
    const { refused, stats } = plan(found, report, { kind: 'stats', stats: [{ time: 5, name: 'load1', value: 1 }] });
    expect(refused).toEqual([{ seq: 1, reason }]);
    expect(stats).toEqual([{ time: 5, name: 'load1', value: 1 }]);
  });

  it('when a result came already', () => {
    expect(refusals(job(), result(), result())).toEqual([expect.stringContaining('one that ended as OK')]);
  });
});

describe('figures of a node', () => {
  it('from the future are of now, as far as clocks may differ', () => {
    const { stats } = plan(job(), { kind: 'stats', stats: [{ time: NOW * 2, name: 'load1', value: 1 }] });
    expect(stats[0]?.time).toBeGreaterThanOrEqual(NOW);
    expect(stats[0]?.time).toBeLessThan(NOW + 60_000);
  });
});

describe('log lines', () => {
  it('are counted with their job, in its time', () => {
    const { lines, touched } = plan(job(), logs({ lines: [line(1, { time: 1 }), line(2)] }));
    expect(lines.map(({ line: { seq, time } }) => [seq, time])).toEqual([
      [1, CREATED],
      [2, CREATED + 200],
    ]);
    expect([...touched]).toEqual([expect.objectContaining({ logLines: 2, droppedLines: 0 })]);
  });

  it('of a job that keeps none are not kept', () => {
    const { lines, touched } = plan(job({ log: false }), logs());
    expect(lines).toEqual([]);
    expect(touched.size).toBe(0);
  });

  it('that were left out are counted, with every reason once', () => {
    const found = job({ droppedLines: 3, droppedBecause: ['SPOOL_FULL'] });
    const { touched, dropped } = plan(
      found,
      logs({ lines: [], droppedLines: 2, droppedBecause: ['SPOOL_FULL', 'NOT_STORED'] })
    );
    expect([...touched]).toEqual([
      expect.objectContaining({ droppedLines: 5, droppedBecause: ['SPOOL_FULL', 'NOT_STORED'] }),
    ]);
    expect(dropped).toBe(2);
  });

  it('beyond the most that a job may have are left out, the last of them first', () => {
    const found = job({ logLines: LIMITS.linesPerJob - 1 });
    const { lines, touched, dropped } = plan(found, logs({ lines: [line(1), line(2), line(3)] }));
    expect(lines.map(({ line: { seq } }) => seq)).toEqual([1]);
    expect([...touched]).toEqual([
      expect.objectContaining({ logLines: LIMITS.linesPerJob, droppedLines: 2, droppedBecause: ['LINE_LIMIT'] }),
    ]);
    expect(dropped).toBe(2);
  });
});

describe('an end', () => {
  it('ends a job that runs', () => {
    const { ended, touched, retried } = plan(job(), logs(), result());
    expect(ended).toEqual([
      {
        job: expect.objectContaining({ state: 'OK', nativeState: 'OK', logLines: 1 }),
        outcome: expect.objectContaining({ nativeState: 'OK', result: '7', error: null }),
        timeStop: CREATED + 500,
        timeKnown: NOW,
      },
    ]);
    expect(touched.size).toBe(0);
    expect(retried).toEqual([]);
  });

  it.each([
    ['ERROR', 'ERROR'],
    ['TIMEOUT', 'TIMEOUT'],
  ] as const)('as %s keeps the error', (state, expected) => {
    const [end] = plan(job(), failed({ state })).ended;
    expect(end?.job).toMatchObject({ state: expected, nativeState: expected });
    expect(end?.outcome.error).toMatchObject({ type: 'E', message: 'm' });
  });

  it('of a job whose start was lost says that it ran, when it succeeded', () => {
    const waiting = job({ state: 'SCHEDULED', nativeState: 'SCHEDULED', timeStart: null });
    const ok = plan(waiting, result());
    expect(ok.started).toHaveLength(1);
    expect(ok.ended[0]?.job).toMatchObject({ state: 'OK', timeStart: CREATED + 500 });
    const bad = plan(waiting, failed());
    expect(bad.started).toEqual([]);
    expect(bad.ended[0]?.job).toMatchObject({ state: 'ERROR', timeStart: null });
  });

  it('is never before its start', () => {
    expect(plan(job(), result({ time: CREATED })).ended[0]?.timeStop).toBe(CREATED + 100);
  });

  it('by request has the word of who ended it, and is not tried again', () => {
    const { ended, retried } = plan(job({ maxAttempts: 3 }), failed({ nativeState: 'CANCELLED' }));
    expect(ended[0]?.job).toMatchObject({ state: 'ERROR', nativeState: 'CANCELLED' });
    expect(retried).toEqual([]);
    expect(plan(job({ maxAttempts: 3, isCancelRequested: true }), failed()).retried).toEqual([]);
  });
});

describe('a failure with attempts left', () => {
  it('puts the job back on its node after a pause, and says in its log how the attempt ended', () => {
    const { retried, ended, lines, touched } = plan(
      job({ maxAttempts: 3, attempt: 2, formerNids: [1] }),
      failed({ attempt: 2 })
    );
    const waiting = {
      state: 'SCHEDULED',
      nativeState: 'SCHEDULED',
      attempt: 3,
      timeStart: null,
      nid: 1,
      nodeName: 'node-1',
      formerNids: [1, 1],
      reportedAttempts: [2],
      logLines: 1,
    };
    expect(retried).toEqual([{ job: expect.objectContaining(waiting), notBefore: NOW + 20_000 }]);
    expect(ended).toEqual([]);
    expect(lines.map(({ message, isOutcome }) => [message, isOutcome])).toEqual([
      ['Attempt 2 of 3 ended as ERROR after 400 ms: E: m', true],
    ]);
    expect([...touched]).toEqual([expect.objectContaining(waiting)]);
  });

  it('lets a job that wanted a role go to another node', () => {
    const [retry] = plan(job({ maxAttempts: 2, wantedRole: 'node' }), failed()).retried;
    expect(retry?.job).toMatchObject({ nid: null, nodeName: null, formerNids: [1] });
  });

  it('takes what the former attempt still had as evidence, once', () => {
    const { lines, refused, retried } = plan(job({ maxAttempts: 2 }), failed(), logs({ lines: [line(9)] }), failed());
    expect(retried).toHaveLength(1);
    expect(lines.map(({ line: { seq } }) => seq)).toContain(9);
    expect(refused).toEqual([{ seq: 3, reason: 'expected one result of attempt 1, got another' }]);
  });
});

describe('a job given up as lost', () => {
  const lost = job({ state: 'ERROR', nativeState: 'AGENT_LOST' });

  it('keeps the outcome that comes late in its log, and stays as it ended', () => {
    const { ended, lines, touched } = plan(lost, result());
    expect(ended).toEqual([]);
    expect([...touched]).toEqual([expect.objectContaining({ state: 'ERROR', nativeState: 'AGENT_LOST', logLines: 1 })]);
    expect(lines.map(({ message }) => message)).toEqual([
      'Late outcome of attempt 1, not counted because the job had ended as AGENT_LOST: OK after 400 ms, result 7',
    ]);
  });

  it('takes late lines of its node, not of others, and no start', () => {
    expect(plan(lost, logs()).lines).toHaveLength(1);
    expect(refusals({ ...lost, nid: 2 }, logs())).toEqual(['expected a job of node 1, got one of node 2']);
    expect(refusals(lost, started(CREATED))).toEqual([expect.stringContaining('one that ended as ERROR (AGENT_LOST)')]);
  });
});
