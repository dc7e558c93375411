import { LIMITS, type BridgedJob, type JobState, type JsonValue } from '@openvcloud/contract';
import { asObject, parseJson, textOf, textsOf, wholeOf, type JsonObject } from '../texts/parseJson';
import { beginning, plainText } from '../texts/plainText';

const STATES: Readonly<Record<string, JobState>> = {
  SCHEDULED: 'SCHEDULED',
  STARTED: 'RUNNING',
  OK: 'OK',
  TIMEOUT: 'TIMEOUT',
};
const OPEN: ReadonlySet<string> = new Set(['SCHEDULED', 'STARTED']);

export function isOpen(nativeState: string): boolean {
  return OPEN.has(nativeState);
}

/** Pure. A job of AC1 as its portal gives it; undefined: it has no guid. Of what a row does not have nothing is said. */
export function toJob(row: JsonObject): BridgedJob | undefined {
  const key = textOf(row, 'guid');
  if (key === undefined || key === '') {
    return undefined;
  }
  const native = textOf(row, 'state') ?? '';
  const state = STATES[native] ?? 'ERROR';
  const nid = wholeOf(row, 'nid') ?? 0;
  return {
    key: beginning(key, 500),
    gid: Math.max(0, wholeOf(row, 'gid') ?? 0),
    nid: nid > 0 ? nid : null,
    ...whatRuns(row),
    state,
    nativeState: beginning(native === '' ? 'no state' : native, 500),
    ...timesOf(row, native),
    ...outcomeOf(row, native),
    resultCode: wholeOf(row, 'resultcode') ?? null,
    notes: notesOf(row),
  };
}

function whatRuns(row: JsonObject): Partial<BridgedJob> {
  const timeout = wholeOf(row, 'timeout');
  const log = row['log'];
  return {
    ...nameOf(row),
    ...listsOf(row),
    ...('queue' in row ? { queue: beginning(textOf(row, 'queue') || 'default', 200) } : {}),
    ...('args' in row ? { argsJson: argsOf(row['args'] ?? null) } : {}),
    ...(timeout === undefined ? {} : { timeoutSeconds: Math.max(0, timeout) }),
    ...(typeof log === 'boolean' ? { log } : {}),
  };
}

/** Some old rows hold `organization/name` as the command. */
function nameOf(row: JsonObject): Partial<BridgedJob> {
  const command = textOf(row, 'cmd');
  const [, prefix, rest] = /^([^/]+)\/(.+)$/.exec(command ?? '') ?? [];
  const organization = prefix ?? textOf(row, 'category');
  const cmd = rest ?? command;
  return {
    ...(organization === undefined ? {} : { organization: beginning(organization, 500) }),
    ...(cmd === undefined ? {} : { cmd: beginning(cmd, 500) }),
    ...(organization && cmd ? { jumpscriptId: beginning(`${organization}:${cmd}`, 1001) } : {}),
  };
}

function listsOf(row: JsonObject): Partial<BridgedJob> {
  return {
    ...('roles' in row ? { roles: textsOf(row, 'roles') ?? [] } : {}),
    ...('tags' in row ? { tags: textsOf(row, 'tags') ?? [] } : {}),
  };
}

/** JSON as text within JSON; some are objects already. */
function argsOf(args: JsonValue): string {
  return typeof args !== 'string' ? JSON.stringify(args) : parseJson(args) === undefined ? JSON.stringify(args) : args;
}

const NEWEST_S = 4_000_000_000;

/** Seconds, 0 for none → ms; undefined: none. */
function timeOf(row: JsonObject, name: string): number | undefined {
  const seconds = row[name];
  return typeof seconds === 'number' && seconds > 0 && seconds < NEWEST_S ? Math.round(seconds * 1000) : undefined;
}

function timesOf(row: JsonObject, native: string): Pick<BridgedJob, 'timeCreate' | 'timeStart' | 'timeStop'> {
  const started = timeOf(row, 'timeStart');
  const created = timeOf(row, 'timeCreate');
  const stopped = timeOf(row, 'timeStop');
  // Whole seconds beside a start with fractions: never before it.
  const stop = stopped === undefined ? undefined : Math.max(stopped, started ?? 0);
  const none = isOpen(native) || native === 'NOWORK' ? null : undefined;
  return {
    ...(created === undefined ? {} : { timeCreate: created }),
    ...either('timeStart', started ?? none),
    ...either('timeStop', stop ?? none),
  };
}

function either(name: 'timeStart' | 'timeStop', value: number | null | undefined) {
  return value === undefined ? {} : { [name]: value };
}

function outcomeOf(row: JsonObject, native: string): Pick<BridgedJob, 'resultJson' | 'error'> {
  if (isOpen(native)) {
    return {};
  }
  const raw = row['result'];
  if (native === 'OK') {
    return raw === undefined ? {} : { resultJson: typeof raw === 'string' ? resultText(raw) : JSON.stringify(raw) };
  }
  return { error: errorOf(typeof raw === 'string' ? decoded(raw) : (raw ?? null), native) };
}

/** A bare text is no JSON: it is the result itself. */
function resultText(raw: string): string {
  return parseJson(raw) === undefined ? JSON.stringify(raw) : raw;
}

/** Error conditions are encoded once or twice. */
function decoded(raw: string): JsonValue {
  const once = parseJson(raw);
  const twice = typeof once === 'string' && once.startsWith('{') ? parseJson(once) : undefined;
  return twice ?? (once === undefined ? raw : once);
}

/** null: it says nothing of a reason. */
function errorOf(told: JsonValue, native: string): BridgedJob['error'] {
  const eco = asObject(told);
  const message = eco === undefined && typeof told === 'string' ? told : partOf(eco, 'errormessage');
  if (message === null || message === '') {
    return null;
  }
  const type = partOf(eco, 'exceptionclassname') ?? partOf(eco, 'type') ?? native;
  const backtrace = partOf(eco, 'backtrace');
  const code = partOf(eco, 'code');
  return {
    type: beginning(plainText(type).text, 200),
    message: plainText(beginning(message, LIMITS.errorMessageBytes)).text,
    backtrace: backtrace && plainText(beginning(backtrace, LIMITS.backtraceBytes)).text,
    file: partOf(eco, 'funcfilename'),
    line: wholeOf(eco, 'funclinenr') ?? null,
    function: partOf(eco, 'funcname'),
    code: code && plainText(code).text,
  };
}

/** Empty texts of an error condition are none. */
function partOf(eco: JsonObject | undefined, name: string): string | null {
  return textOf(eco, name) || null;
}

function notesOf(row: JsonObject): string[] {
  const text = JSON.stringify(row);
  return [
    ...(/\\u0000|\\ud[89a-f][0-9a-f]{2}/i.test(text)
      ? ['Characters that cannot be stored (NUL, half characters) were replaced']
      : []),
    ...(typeof row['nid'] === 'string' ? ['Its node id was a text'] : []),
  ];
}
