import { constants } from 'node:os';
import { type Assignment, type ResultReport, type ReportedError } from '@openvcloud/contract';
import { type JobOutcome } from '../python/jobProcess';
import { describeUnkillable } from './unkillable';
import { describeExceeded } from './limitExceeded';
import { placeInDump } from './placeInDump';
import { type ExitFrame, type ScriptError, type Unkillable } from '../python/runnerFrame';
import { type StopReason } from './stopReason';

const LIMIT_EXCEEDED = 'LimitExceeded';

export interface EndOfJob {
  job: Assignment;
  outcome: JobOutcome;
  stopped?: Exclude<StopReason, 'handBack'>;
  /** Source as executed; absent when it never got that far. */
  source?: string;
  time: number;
  /** Lines left out that no report has told of yet. */
  dropped: Pick<ResultReport, 'droppedLines' | 'droppedBecause'>;
}

type Failure = Partial<ScriptError> & Pick<ScriptError, 'type' | 'message'>;

/** What is reported about a job that ended, however it ended. */
export function resultReport(end: EndOfJob): Omit<ResultReport, 'seq'> {
  const { guid, attempt } = end.job;
  // A job that returned before the order to stop reached it has done its work.
  const outcome = end.outcome.result ? success(end.outcome.result) : failed(end);
  return { kind: 'result', guid, attempt, time: end.time, ...end.dropped, ...outcome };
}

type Ended = Omit<ResultReport, 'seq' | 'kind' | 'guid' | 'attempt' | 'time'>;

function success({ value, json, truncatedFrom }: NonNullable<JobOutcome['result']>): Ended {
  return {
    state: 'OK',
    resultCode: 0,
    ...(json === undefined ? { result: value } : { resultJson: json }),
    ...(truncatedFrom === undefined ? {} : { resultTruncated: truncatedFrom }),
  };
}

function failed(end: EndOfJob): Ended {
  const failure = failureOf(end);
  return {
    state: end.stopped === 'timeout' ? 'TIMEOUT' : 'ERROR',
    ...(end.stopped === 'cancel' ? { nativeState: 'CANCELLED' } : {}),
    resultCode: failure.code ?? 1,
    error: { type: failure.type, message: failure.message, ...placeOf(failure), code: end.source ?? null },
  };
}

/** Field by field: what else a script says of its error is not for the report. */
function placeOf(failure: Failure): Omit<ReportedError, 'type' | 'message' | 'code'> {
  return {
    messageTruncatedFrom: failure.messageTruncatedFrom ?? null,
    backtrace: failure.backtrace ?? null,
    backtraceTruncatedFrom: failure.backtraceTruncatedFrom ?? null,
    file: failure.file ?? null,
    line: failure.line ?? null,
    function: failure.function ?? null,
  };
}

function failureOf(end: EndOfJob): Failure {
  const { job, outcome } = end;
  const { dump = '', dumpTruncatedFrom = null } = outcome.exit ?? {};
  const place = {
    backtrace: dump === '' ? null : dump,
    backtraceTruncatedFrom: dumpTruncatedFrom,
    ...placeInDump(dump, job.path),
  };
  const ending = endOfProcesses(outcome);
  switch (end.stopped) {
    case 'timeout':
      return {
        type: 'Timeout',
        message: `not finished within its time limit of ${job.timeoutSeconds} s; ${ending}`,
        ...place,
      };
    case 'cancel':
      return { type: 'Cancelled', message: `cancelled on request; ${ending}`, ...place };
    case 'disown':
      return {
        type: 'Disowned',
        message: `the Agent Controller no longer counts this job as this agent's; ${ending}`,
        ...place,
      };
    case 'agentStop':
      return {
        type: 'AgentStopped',
        message: 'the Agent on this node was stopped before the job had finished; run it again',
        ...place,
      };
    case undefined:
      return outcome.error ? named(outcome.error, outcome.exit) : unexplained(outcome, place);
  }
}

/** What was made sure of, and nothing else. */
function endOfProcesses({ lost, exit, unkillable = exit?.unkillable ?? [] }: JobOutcome): string {
  const killed = unkillable.length === 0 ? 'the whole process group was killed' : describeUnkillable(unkillable);
  return lost === undefined ? killed : `${lost}; ${killed}`;
}

function describeLeft(unkillable: Unkillable): string {
  return unkillable.length === 0 ? 'whatever was left of it was killed' : describeUnkillable(unkillable);
}

/** An error that comes of a limit is named by it. */
function named(error: ScriptError, exit: ExitFrame | undefined): Failure {
  const exceeded = error.exceeded ?? exit?.exceeded;
  return exceeded
    ? {
        ...error,
        type: LIMIT_EXCEEDED,
        message: `${describeExceeded(exceeded, exit?.peakBytes)} (${error.type}: ${error.message})`,
      }
    : error;
}

/** The process ended, and the script said neither result nor error. */
function unexplained(outcome: JobOutcome, place: Partial<ScriptError>): Failure {
  const { exit, lost, fault } = outcome;
  if (fault !== undefined) {
    return { type: 'RunnerFault', message: `the job was given up: ${fault}`, ...place };
  }
  if (!exit || exit.orphaned) {
    const why = lost ?? 'the Python runner process ended while it ran';
    const left = outcome.unkillable && describeLeft(outcome.unkillable);
    return { type: 'RunnerLost', message: `the job was given up: ${[why, left].filter(Boolean).join('; ')}`, ...place };
  }
  if (exit.messageTooLarge !== null) {
    return {
      type: 'RunnerFault',
      message: `the job ended, but its process wanted to say ${exit.messageTooLarge} bytes about that, more than is taken; expected what the runner says`,
      ...place,
    };
  }
  if (exit.exceeded) {
    const message = `${describeExceeded(exit.exceeded, exit.peakBytes)}; ${endOfProcesses(outcome)}`;
    return { type: LIMIT_EXCEEDED, message, ...place };
  }
  return exit.signal === undefined ? exited(exit.code ?? 1, exit.phase, place) : killed(exit.signal, exit, place);
}

const HOW_FAR = {
  before: 'before action() began',
  in: 'before action() returned',
  after: 'after action() had ended, but before that could be told',
  untold: 'after action() had ended, which could not be told',
} as const;

/** What JumpScripts do that ends their process like this. */
const WHO_EXITS = {
  before: 'os._exit?',
  in: 'os._exit?',
  after: 'os._exit in a thread or an atexit handler?',
} as const;

function killed(signal: number, exit: ExitFrame, place: Partial<ScriptError>): Failure {
  return {
    type: 'ProcessKilled',
    message: `the job's process was killed by ${signalName(signal)} ${HOW_FAR[exit.phase]}${whoKills(signal, exit)}`,
    code: 128 + signal,
    ...place,
  };
}

/** Without a cgroup of the job's own the kernel says nothing of it. */
function whoKills(signal: number, { peakBytes = 0, outOfMemory }: ExitFrame): string {
  if (signal !== constants.signals.SIGKILL) {
    return '';
  }
  const peak = `its own use had a peak of ${Math.ceil(peakBytes / 1024 / 1024).toLocaleString('en-US')} MB`;
  return outOfMemory
    ? `; by the kernel: the machine, or the Agent's service, was out of memory (${peak}, within its limit)`
    : `; by itself, by somebody, or by the kernel for want of memory (${peak}; see the machine's log)`;
}

function exited(code: number, phase: ExitFrame['phase'], place: Partial<ScriptError>): Failure {
  if (phase === 'untold') {
    return {
      type: 'ResultLost',
      message: `action() ended, but what became of it could not be told: the JumpScript closed the descriptor that results go through (exit code ${code}); expected that it closes only what it opened (os.closerange?)`,
      code: 1,
      ...place,
    };
  }
  return {
    type: 'ProcessExit',
    message: `the job's process ended with exit code ${code} ${HOW_FAR[phase]} (${WHO_EXITS[phase]})`,
    code,
    ...place,
  };
}

function signalName(signal: number): string {
  const known = Object.entries(constants.signals).find(([, number]) => number === signal);
  return known ? `${known[0]} (signal ${signal})` : `signal ${signal}`;
}
