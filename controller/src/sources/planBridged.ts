import { isTerminal, type BridgedJob } from '@openvcloud/contract';
import { createHash } from 'node:crypto';
import { outcomeOf } from '../jobs/outcome';
import { outcomeColumns } from '../jobs/outcomeColumns';
import type { JobColumnName } from '../query/jobTable';
import { storable } from '../text/storable';
import { bridgedGuid } from './bridgedGuid';

/** A bridged job as it is stored, as far as what is told next depends on it. */
export interface KnownJob {
  guid: string;
  gid: number;
  timeCreate: number;
  isLive: boolean;
  state: string;
  nativeState: string;
  timeKnown: number | null;
  unknownFields: string[];
  toldHash: string | null;
}

/** What becomes of a job that was told. `columns`: the values that are set; what is not known is not among them. */
export interface BridgedChange {
  guid: string;
  gid: number;
  isLive: boolean;
  columns: Partial<Record<JobColumnName, unknown>>;
  /** null: it is new. */
  known: KnownJob | null;
}

export interface Telling {
  source: string;
  now: number;
  /** It was there before the bridge: when it became known, nobody knows. */
  isBackfill: boolean;
}

/** Columns that a source may leave unsaid, and what stands there then. */
const UNSAID = {
  nid: null,
  nodeName: null,
  organization: '',
  category: '',
  cmd: '',
  jumpscriptId: null,
  queue: '',
  roles: [],
  args: '{}',
  tags: [],
  user: null,
  log: true,
  timeoutSeconds: 0,
  timeStart: null,
  timeStop: null,
} as const satisfies Partial<Record<JobColumnName, unknown>>;
type Unsaid = keyof typeof UNSAID;

/** Of these an empty place is what it seems. */
const NEVER_TOLD: ReadonlySet<string> = new Set<Unsaid>(['nodeName', 'category', 'jumpscriptId', 'user', 'log']);

/**
 * Pure. undefined: nothing that was not known. The source is right, whatever was told before: states that ended move too. What it
 * told once and now leaves unsaid (a command that is known only while it waits) stays.
 */
export function planBridged(
  job: BridgedJob,
  known: KnownJob | undefined,
  { source, now, isBackfill }: Telling
): BridgedChange | undefined {
  const toldHash = createHash('sha256').update(JSON.stringify(job)).digest('hex').slice(0, 32);
  if (known?.toldHash === toldHash) {
    return undefined;
  }
  const told = toldColumns(job, source);
  const isLive = !isTerminal(job.state);
  const guid = bridgedGuid(source, 'job', job.key);
  return {
    guid,
    gid: known?.gid ?? job.gid,
    isLive,
    known: known ?? null,
    columns: {
      ...asBorn(known),
      ...told,
      guid,
      source,
      nativeId: storable(job.key),
      timeCreate: job.timeCreate ?? known?.timeCreate ?? firstTime(job, now),
      state: job.state,
      nativeState: storable(job.nativeState),
      ...outcomeColumns(isLive ? null : outcomeOfJob(job)),
      timeKnown: timeKnown(job, known, now, isBackfill),
      unknownFields: unknownFields(job, told, known),
      notes: (job.notes ?? []).map(storable),
      toldHash,
    },
  };
}

/** Where a job stands in time of which nobody knows when it was made. */
function firstTime({ timeStart, timeStop }: BridgedJob, now: number): number {
  return timeStart ?? timeStop ?? now;
}

function asBorn(known: KnownJob | undefined): Partial<Record<JobColumnName, unknown>> {
  return known === undefined ? { ...UNSAID, ...BORN_AS } : {};
}

/** What only our own jobs have. */
const BORN_AS = {
  jumpscriptVersion: null,
  jumpscriptHash: null,
  wantedRole: null,
  parentGuid: null,
  batchGuid: null,
  maxAttempts: 1,
  backoffSeconds: 0,
} as const satisfies Partial<Record<JobColumnName, unknown>>;

function toldColumns(job: BridgedJob, source: string): Partial<Record<JobColumnName, unknown>> {
  const { nid, nodeName, organization, category, cmd, jumpscriptId, queue, roles, tags, user, log } = job;
  const { argsJson, timeoutSeconds, timeStart, timeStop, batchKey } = job;
  const all = {
    nid,
    nodeName: text(nodeName),
    organization: text(organization),
    category: text(category),
    cmd: text(cmd),
    jumpscriptId: text(jumpscriptId),
    queue: text(queue),
    roles: roles?.map(storable),
    tags: tags?.map(storable),
    user: text(user),
    log,
    args: argsJson === undefined ? undefined : storable(jsonText(argsJson)),
    timeoutSeconds,
    timeStart,
    timeStop,
    batchGuid: typeof batchKey === 'string' ? bridgedGuid(source, 'batch', batchKey) : batchKey,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function text(value: string | null | undefined): string | null | undefined {
  return typeof value === 'string' ? storable(value) : value;
}

function unknownFields(
  job: BridgedJob,
  told: Partial<Record<JobColumnName, unknown>>,
  known: KnownJob | undefined
): string[] {
  const before = (name: string) => known === undefined || known.unknownFields.includes(name);
  const names = (Object.keys(UNSAID) as Unsaid[]).filter(
    (name) => !NEVER_TOLD.has(name) && !(name in told) && before(name)
  );
  const isWithoutResult = job.state === 'OK' && job.resultJson === undefined;
  return [
    ...names,
    ...(job.timeCreate === undefined && before('timeCreate') ? ['timeCreate'] : []),
    ...(isWithoutResult ? ['result'] : []),
  ];
}

/** A correction becomes known when it comes, whatever it corrects. */
function timeKnown(job: BridgedJob, known: KnownJob | undefined, now: number, isBackfill: boolean): number | null {
  if (!isTerminal(job.state)) {
    return null;
  }
  if (known === undefined) {
    return isBackfill ? null : now;
  }
  const isSame = !known.isLive && known.state === job.state;
  return isSame ? known.timeKnown : now;
}

function outcomeOfJob({ state, nativeState, resultCode, resultJson, error }: BridgedJob) {
  const isOk = state === 'OK';
  const outcome = outcomeOf({
    nativeState: storable(nativeState),
    resultCode: resultCode ?? null,
    result: undefined,
    ...(typeof resultJson === 'string' ? { resultJson: jsonText(resultJson) } : {}),
    resultTruncated: null,
    error: isOk ? undefined : (error ?? { ...NO_REASON, message: `Its source tells no reason for ${nativeState}.` }),
  });
  // A code that the source does not tell is none.
  return { ...outcome, resultCode: resultCode ?? null };
}

const NO_REASON = { type: 'Unknown', backtrace: null, file: null, line: null, function: null, code: null };

/** What is no JSON is kept as the text that it is. */
function jsonText(value: string): string {
  try {
    JSON.parse(value);
    return value;
  } catch {
    return JSON.stringify(value);
  }
}
