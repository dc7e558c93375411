import type { JobField } from '@openvcloud/contract';
import { CLOUD_SCRIPTS } from '../../../controller/src/testing/cloud';
import type { KnownJobs } from './knownJobs';
import type { SeedSpan } from '../seed/seedSpan';

/** What a field is asked for; what does not make sense is left out. */
export interface Samples {
  /** Of very many jobs. */
  frequent?: string;
  /** Of few: thousands, or a handful. */
  rare?: string;
  /** Of none. */
  absent: string;
  /** Parts of texts, whole words or not. */
  parts?: readonly string[];
  regex?: string;
  ranges?: ReadonlyArray<readonly [from: string, to: string]>;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NO_GUID = '00000000-0000-7000-8000-000000000000';

const OF_THE_CLOUD = {
  state: { frequent: 'OK', rare: 'TIMEOUT', absent: 'LOST', parts: ['ERR'], regex: '^(ERROR|TIMEOUT)$' },
  nativeState: { frequent: 'OK', rare: 'AGENT_LOST', absent: 'PAUSED', parts: ['LOST'], regex: 'CANCEL' },
  source: { frequent: 'controller', rare: 'ac2', absent: 'ac3', parts: ['ac'], regex: '^ac[12]$' },
  gid: { frequent: '1', absent: '2', ranges: [['1', '2']] },
  nid: { frequent: '7', rare: '20', absent: '99', ranges: [['5', '8']] },
  nodeName: { frequent: 'node7', rare: 'node20', absent: 'node99', parts: ['E13'], regex: '^node1[37]$' },
  organization: { frequent: 'openvcloud', rare: 'example', absent: 'nobody', parts: ['mple'], regex: 'ing$' },
  category: { frequent: 'monitor.healthcheck', rare: '', absent: 'nothing', parts: ['main'], regex: '^maint' },
  cmd: { frequent: 'disk_check_0', rare: 'vm_check_9', absent: 'nothing', parts: ['net_'], regex: '_[89]$' },
  jumpscriptId: {
    frequent: scriptId('vm_check_1'),
    rare: scriptId('vm_check_9'),
    absent: 'openvcloud:nothing',
    parts: [':disk'],
    regex: '_9$',
  },
  jumpscriptVersion: { frequent: '1', rare: '4', absent: '99', ranges: [['3', '']] },
  roles: { frequent: 'node', rare: 'cpunode', absent: 'gateway', parts: ['cpu'] },
  queue: { frequent: 'io', absent: 'none', parts: ['hyper'], regex: '^(io|process)$' },
  args: { absent: 'xylophone', parts: ['/data/42"', '"vm":4242}'], regex: '/data/4[12]"' },
  resultPreview: { absent: 'xylophone', parts: ['"ok":true', '"free":417,'], regex: '"free":41[0-9],' },
  resultCode: { frequent: '0', rare: '137', absent: '99', ranges: [['1', '']] },
  errorType: { frequent: 'ValueError', rare: 'MemoryError', absent: 'Nothing', parts: ['Conn'], regex: '^(IO|Key)' },
  errorMessage: { absent: 'xylophone', parts: ['failed on', 'still on /data/42'], regex: 'failed on /data/4[12]$' },
  errorSignature: {
    frequent: 'ValueError vm_check_4.py:12 ValueError: failed on <path>',
    rare: 'MemoryError disk_check_4.py:12 MemoryError: failed on <path>',
    absent: 'Nothing',
    parts: ['disk_check_7.py:40'],
    regex: '^MemoryError',
  },
  waitMs: {
    frequent: '20',
    absent: '900000000',
    ranges: [
      ['0', '100'],
      ['60000', ''],
      ['900000000', ''],
    ],
  },
  runMs: {
    frequent: '15',
    absent: '900000000',
    ranges: [
      ['0', '100'],
      ['3600000', ''],
      ['900000000', ''],
    ],
  },
  timeoutSeconds: { frequent: '30', rare: '3600', absent: '45', ranges: [['300', '']] },
  attempt: { frequent: '1', rare: '3', absent: '9', ranges: [['2', '']] },
  tags: { frequent: 'case-3', rare: 'case-4711', absent: 'no-such-tag', parts: ['incident'] },
  unresolved: { frequent: 'false', absent: 'true' },
  user: { frequent: 'schedule', rare: 'auditor', absent: 'nobody', parts: ['ann'], regex: '^(anna|bert)$' },
} satisfies Partial<Record<JobField, Samples>>;

function scriptId(cmd: string): string {
  const script = CLOUD_SCRIPTS.find((one) => one.cmd === cmd);
  return `${script?.organization}:${cmd}`;
}

/** Every field of the contract: TypeScript says which is missing. */
export function samplesOf(known: KnownJobs, { start, end }: SeedSpan): Record<JobField, Samples> {
  const times: Samples = {
    absent: '',
    ranges: [
      [String(end - HOUR_MS), String(end)],
      [String(start + DAY_MS), String(start + 2 * DAY_MS)],
      [String(end + 30 * DAY_MS), ''],
    ],
  };
  return {
    ...OF_THE_CLOUD,
    guid: { rare: known.middleGuid, absent: NO_GUID, parts: [known.middleGuid.slice(-12)] },
    id: {
      rare: String(known.middleId),
      absent: '900000000000',
      ranges: [[String(known.middleId), String(known.middleId + 1000)]],
    },
    timeCreate: times,
    timeStart: times,
    timeStop: times,
    timeKnown: times,
    nativeId: { absent: 'no-such-id', parts: ['no-such'] },
    parentGuid: { rare: known.parentGuid, absent: NO_GUID },
    batchGuid: { rare: known.batchGuid, absent: NO_GUID },
  };
}

/** Names for the values that differ from seed to seed. */
export function labelsOf(known: KnownJobs, { start, end }: SeedSpan): ReadonlyMap<string, string> {
  return new Map([
    [known.middleGuid, '(of the middle)'],
    [known.middleGuid.slice(-12), '(its last part)'],
    [known.parentGuid, '(of the middle)'],
    [known.batchGuid, '(of the middle)'],
    [NO_GUID, '(unknown)'],
    [String(known.middleId), '(the middle)'],
    [String(known.middleId + 1000), '(1,000 more)'],
    [String(end - HOUR_MS), '(end − 1 h)'],
    [String(end), '(end)'],
    [String(start + DAY_MS), '(start + 1 d)'],
    [String(start + 2 * DAY_MS), '(start + 2 d)'],
    [String(end + 30 * DAY_MS), '(end + 30 d)'],
  ]);
}
