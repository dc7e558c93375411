import { LIMITS, type BridgedJob, type JobState } from '@openvcloud/contract';
import { asObject, parseJson, textOf, type JsonObject } from '../texts/parseJson';
import { beginning, plainText } from '../texts/plainText';
import { argumentsOf, programArguments, whatRuns, type Command } from './command';
import { isDuplicate, isOpenState, type Result } from './result';

/** What is known of one job of AC2 or AC8. */
export interface Ac2Job {
  result: Result;
  command: Command | undefined;
  /** It waits in `cmds:<gid>:<nid>`. */
  isWaiting: boolean;
  /** The command went to several nodes. */
  isFanOut: boolean;
}

const STATES: Readonly<Record<string, JobState>> = {
  QUEUED: 'SCHEDULED',
  RUNNING: 'RUNNING',
  SUCCESS: 'OK',
  OK: 'OK',
  TIMEOUT: 'TIMEOUT',
};

/** What one job is called: a command has as many as nodes took it. */
export function keyOf({ id, gid, nid }: Pick<Result, 'id' | 'gid' | 'nid'>): string {
  return `${beginning(id, 400)}:${gid}:${nid}`;
}

/** Pure. A job as the controller takes it; of what its source does not tell nothing is said. */
export function toJob(job: Ac2Job): BridgedJob {
  const { result, command } = job;
  const { gid, nid, state } = result;
  const texts = [JSON.stringify(result.fields), JSON.stringify(command?.fields ?? {})];
  const isChanged = texts.some((text) => /\\u0000|\\ud[89a-f][0-9a-f]{2}/i.test(text));
  return {
    key: keyOf(result),
    batchKey: job.isFanOut ? result.id : null,
    gid,
    nid: nid === 0 ? null : nid,
    ...whatIsKnown(job),
    state: stateOf(job),
    nativeState: state,
    ...timesOf(job),
    ...outcomeOf(job),
    notes: isChanged ? ['Characters that cannot be stored (NUL, half characters) were replaced'] : [],
  };
}

function stateOf({ result, isWaiting }: Ac2Job): JobState {
  if (isDuplicate(result)) {
    return 'RUNNING';
  }
  // It is written late or not at all when an agent takes the command: what no longer waits was handed over.
  return result.state === 'QUEUED' && !isWaiting ? 'RUNNING' : (STATES[result.state] ?? 'ERROR');
}

function whatIsKnown({ result, command }: Ac2Job): Partial<BridgedJob> {
  const given = programArguments(result.fields);
  const ran = result.isOfAgent
    ? { ...whatRuns(result.fields), ...(given === undefined ? {} : { argsJson: JSON.stringify(given) }) }
    : {};
  if (command === undefined) {
    return ran;
  }
  const roles = command.fields['roles'];
  const asked = whatRuns(command.fields);
  return {
    ...asked,
    ...ran,
    // Early agents do not send them back.
    ...(asked.tags === undefined ? {} : { tags: asked.tags }),
    argsJson: argumentsOf(command),
    roles: Array.isArray(roles) ? roles.filter((role): role is string => typeof role === 'string') : [],
  };
}

function timesOf(job: Ac2Job): Pick<BridgedJob, 'timeCreate' | 'timeStart' | 'timeStop'> {
  const { startTime, runMs, state, isOfAgent } = job.result;
  const isOpen = isOpenState(job.result);
  // 0 is no time: commands that never began have it, and placeholders of pending ones.
  if (startTime <= 0) {
    return isOpen ? { timeStart: null, timeStop: null } : {};
  }
  if (state === 'QUEUED') {
    return { timeCreate: startTime, timeStart: null, timeStop: null };
  }
  if (isOpen) {
    return { timeStart: startTime, timeStop: null };
  }
  // Written by the controller: it never reached an agent.
  return isOfAgent
    ? { timeStart: startTime, timeStop: startTime + runMs }
    : { timeCreate: startTime, timeStart: null, timeStop: startTime };
}

function outcomeOf(job: Ac2Job): Pick<BridgedJob, 'resultJson' | 'error'> {
  const { result } = job;
  if (isOpenState(result)) {
    return {};
  }
  if (stateOf(job) === 'OK') {
    return { resultJson: resultJson(result) };
  }
  const error = errorOf(result);
  return error === undefined ? { error: null } : { error };
}

const JSON_LEVEL = 20;

function resultJson({ fields }: Result): string {
  const data = textOf(fields, 'data') ?? '';
  if (fields['level'] === JSON_LEVEL && parseJson(data) !== undefined) {
    return data;
  }
  return data === '' ? 'null' : JSON.stringify(data);
}

/** undefined: it says nothing of a reason. */
function errorOf({ fields, state, isOfAgent }: Result): BridgedJob['error'] | undefined {
  const eco = asObject(parseJson(textOf(fields, 'critical') ?? ''));
  const message = messageOf(fields, eco);
  if (message === undefined) {
    return undefined;
  }
  const stderr = streamOf(fields, 1);
  const backtrace = textOf(eco, 'backtrace') ?? (stderr === '' ? null : stderr);
  return {
    type: beginning(plainText(typeOf(eco) ?? (isOfAgent ? state : 'NotDelivered')).text, 200) || state,
    message: plainText(beginning(message, LIMITS.errorMessageBytes)).text,
    backtrace: backtrace === null ? null : plainText(beginning(backtrace, LIMITS.backtraceBytes)).text,
    file: textOf(eco, 'funcfilename') ?? null,
    line: null,
    function: textOf(eco, 'funcname') ?? null,
    code: null,
  };
}

/** The worst message, else what stood on stderr, else the data. `{}` is what agents put there without a message. */
function messageOf(fields: JsonObject, eco: JsonObject | undefined): string | undefined {
  const lastLine = streamOf(fields, 1).trimEnd().split('\n').at(-1);
  const texts = [textOf(eco, 'errormessage') ?? textOf(fields, 'critical'), lastLine, textOf(fields, 'data')];
  return texts.find((text) => text !== undefined && text !== '' && text !== '{}');
}

function typeOf(eco: JsonObject | undefined): string | undefined {
  return textOf(eco, 'exceptionclassname') ?? textOf(eco, 'type');
}

/** stdout (0) or stderr (1), as far as it was kept. */
export function streamOf(fields: Result['fields'], number: 0 | 1): string {
  const streams = fields['streams'];
  const stream = Array.isArray(streams) ? streams[number] : undefined;
  return typeof stream === 'string' ? stream : '';
}
