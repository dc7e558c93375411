import { SIGNATURE_VERSION } from '../failures/failureSignature';
import type { CloudScript } from './cloud';
import type { Ending } from './cloudEnding';
import type { SeededJob } from './seededJob';

type Outcome = Pick<
  SeededJob,
  | 'result'
  | 'result_preview'
  | 'result_code'
  | 'error_type'
  | 'error_message'
  | 'error_backtrace'
  | 'error_file'
  | 'error_line'
  | 'error_function'
  | 'error_signature'
  | 'signature_version'
>;

const NOTHING: Outcome = {
  result: null,
  result_preview: null,
  result_code: null,
  error_type: null,
  error_message: null,
  error_backtrace: null,
  error_file: null,
  error_line: null,
  error_function: null,
  error_signature: null,
  signature_version: null,
};
const CODES: Readonly<Record<string, number>> = { IOError: 2, MemoryError: 137 };
const OTHER_TYPES = ['ValueError', 'IOError', 'KeyError'] as const;
/** Where a script fails, if it does. */
const LINES = [12, 40, 77] as const;

/** What a job leaves behind: a result, or an error as the agent or the controller reports it. */
export function outcomeOf(ending: Ending, script: CloudScript, index: number, random: () => number): Outcome {
  const { failure, state } = ending;
  if (failure === null) {
    return state === 'OK' ? resultOf(script, index, random) : NOTHING;
  }
  if (failure === 'script' || failure === 'incident') {
    return raised(failure === 'incident' ? 'ConnectionError' : typeOf(script, random), script, index, random);
  }
  const [message, signature] = {
    Timeout: [`Timeout: still on /data/${index % 97}`, 'Timeout: not finished in time'],
    NoWork: [`No live node has the role ${script.roles.at(-1)}`, 'NoWork: No live node has the role'],
    Cancelled: ['Cancelled while it was wanted no more', 'Cancelled: cancelled'],
    AgentLost: ['The agent stopped reporting while this job ran', 'AgentLost: the agent was lost'],
  }[failure];
  return {
    ...NOTHING,
    result_preview: message ?? '',
    result_code: 1,
    error_type: failure,
    error_message: message ?? '',
    error_signature: signature ?? '',
    signature_version: SIGNATURE_VERSION,
  };
}

function resultOf({ hasConstantResult }: CloudScript, index: number, random: () => number): Outcome {
  const result = hasConstantResult
    ? '{"ok":true}'
    : `{"free":${Math.floor(random() * 1000)},"ok":true,"index":${index}}`;
  return { ...NOTHING, result, result_preview: result, result_code: 0 };
}

function typeOf({ errorType }: CloudScript, random: () => number): string {
  const chance = random();
  return chance < 0.001
    ? 'MemoryError'
    : chance < 0.7
      ? errorType
      : (OTHER_TYPES[Math.floor(random() * OTHER_TYPES.length)] ?? errorType);
}

function raised(type: string, { cmd, organization }: CloudScript, index: number, random: () => number): Outcome {
  const message = `${type}: failed on /data/${index % 97}`;
  const file = `/opt/jumpscripts/${organization}/${cmd}.py`;
  const line = LINES[Math.floor(random() * LINES.length)] ?? LINES[0];
  return {
    ...NOTHING,
    result_preview: message,
    result_code: CODES[type] ?? 1,
    error_type: type,
    error_message: message,
    error_backtrace: `Traceback (most recent call last):\n  File "${file}", line ${line}, in action\n    check(path, vm)\n${message}`,
    error_file: file,
    error_line: line,
    error_function: 'action',
    error_signature: `${type}: ${type}: failed on /data/<n> | ${organization}/${cmd}.py | action() | > check(path, vm)`,
    signature_version: SIGNATURE_VERSION,
  };
}
