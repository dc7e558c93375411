/** How a job must end: as its script noted that it would, or with exactly this. */
export type Expected = 'asNoted' | { state: 'OK' | 'ERROR' | 'TIMEOUT'; errorType: string | null; message: RegExp };

export interface HostileKind {
  expected: Expected;
  /** Where JumpScripts run as another user than the agent, and this may do less. */
  expectedOfOther?: Expected;
  /** Absent: more than it needs. */
  timeoutSeconds?: number;
  /** Only the last node has a limit that it can reach in time. */
  isForLast?: boolean;
  /** Characters of each of its lines. */
  width?: number;
}

/** What the agents of a fault run allow each job: more than any job of it needs that is not to exceed them. */
export const JOB_LIMITS = 'memoryMb=300,processes=40,openFiles=200,fileMb=20,folderMb=30';
/** Of the last node, where no job is meant to work for long. */
export const LAST_JOB_LIMITS = `${JOB_LIMITS},cpuSeconds=2`;

const SHORT_SECONDS = 3;
const KILLED = 'the whole process group was killed';

const error = (errorType: string, message: RegExp): Expected => ({ state: 'ERROR', errorType, message });
const exceeded = (message: RegExp): Expected => error('LimitExceeded', message);
const timeout = (ending: string): Pick<HostileKind, 'expected' | 'timeoutSeconds'> => ({
  expected: {
    state: 'TIMEOUT',
    errorType: 'Timeout',
    message: new RegExp(`^not finished within its time limit of ${SHORT_SECONDS} s; .*${ending}$`),
  },
  timeoutSeconds: SHORT_SECONDS,
});
const NOT_PERMITTED = error('PermissionError', /Operation not permitted/);

/** By the file of its act (acts/). */
export const HOSTILE_KINDS: Readonly<Record<string, HostileKind>> = {
  forgesStart: { expected: 'asNoted' },
  forgesEnd: { expected: 'asNoted' },
  childrenFallThrough: { expected: 'asNoted' },
  hugeEnd: { expected: error('RunnerFault', /wanted to say 70000000 bytes/) },
  noEnd: { expected: error('RunnerFault', /expected a result or an error as JSON, got 2 other bytes$/) },
  tornEnd: { expected: error('ProcessExit', /ended with exit code 3 before action\(\) returned/) },
  closesDescriptors: { expected: error('ResultLost', /could not be told/) },
  closesOutput: { expected: 'asNoted' },
  floodsDescriptors: { expected: 'asNoted' },
  stealsOrders: { expected: 'asNoted' },
  stealsStop: timeout(KILLED),
  stopsSupervisor: {
    ...timeout(`its supervisor did not answer the order to stop it, and was killed; ${KILLED}`),
    expectedOfOther: NOT_PERMITTED,
  },
  killsSupervisor: {
    expected: error('RunnerLost', /its supervisor process ended .*; whatever was left of it was killed$/),
    expectedOfOther: NOT_PERMITTED,
  },
  deletesFolder: { expected: 'asNoted' },
  leavesDaemons: { expected: 'asNoted' },
  runsAway: { expected: 'asNoted' },
  memoryHog: { expected: exceeded(/^out of memory: limit 300 MB, peak \d+ MB \(MemoryError/) },
  memoryOfMany: { expected: exceeded(/^out of memory: limit 300 MB, peak \d+ MB; the whole/) },
  processHog: { expected: exceeded(/^too many processes: limit 40, reached \d+; the whole/) },
  cpuHog: { expected: exceeded(/^too much CPU time: limit 2 s, reached \d s; the whole/), isForLast: true },
  fileHog: { expected: exceeded(/^too many open files: limit 200 \(OSError/) },
  hugeFile: { expected: exceeded(/^a file grew too large: limit 20 MB \(OSError/) },
  folderHog: { expected: exceeded(/^too much in the working folder: limit 30 MB, reached \d+ MB; the whole/) },
  stdoutWaitsNot: { expected: 'asNoted', width: 9000 },
  hugeLine: { expected: 'asNoted' },
  becomesAnother: { expected: error('ProcessExit', /ended with exit code 4 before action\(\) returned/) },
  killsItself: { expected: error('ProcessKilled', /killed by SIGKILL \(signal 9\) before action\(\) returned/) },
  stopsItself: timeout(KILLED),
  hearsNothing: timeout(KILLED),
  leavesWithoutWord: { expected: error('ProcessExit', /ended with exit code 0 before action\(\) returned/) },
  leavesInPeace: { expected: { state: 'OK', errorType: null, message: /^$/ } },
};

/** `isOther`: JumpScripts run as another user than the agent. */
export function expectedOf(kind: string, isOther: boolean): Expected | undefined {
  const known = HOSTILE_KINDS[kind];
  return isOther ? (known?.expectedOfOther ?? known?.expected) : known?.expected;
}
