import type { QueueName } from '@openvcloud/contract';

/** A JumpScript of the seeded cloud, with its habits. */
export interface CloudScript {
  cmd: string;
  organization: string;
  category: string;
  queue: QueueName;
  roles: string[];
  /** Versions it went through, evenly over the history. */
  versions: number;
  timeoutSeconds: number;
  maxAttempts: number;
  /** Median of its runs. */
  typicalMs: number;
  errorRate: number;
  timeoutRate: number;
  /** The exception it raises mostly. */
  errorType: string;
  /** Runs of it among those of all, relative. */
  weight: number;
  /** Shares of the history between which it existed. */
  since: number;
  until: number;
  /** Most health checks answer the same whenever all is well. */
  hasConstantResult: boolean;
}

const KINDS = [
  { kind: 'disk', queue: 'io', role: 'storagenode', owners: ['storage', 'openvcloud'], slowness: 1 },
  { kind: 'net', queue: 'process', role: null, owners: ['openvcloud', 'monitoring'], slowness: 0.7 },
  { kind: 'vm', queue: 'hypervisor', role: 'cpunode', owners: ['openvcloud', 'example'], slowness: 1.8 },
  { kind: 'db', queue: 'default', role: 'storagenode', owners: ['monitoring', 'storage'], slowness: 1.3 },
] as const;
type Kind = (typeof KINDS)[number];

const CHECK = 'monitor.healthcheck';
const UPKEEP = 'maintenance';
/** By the number in a command's name: what is quick runs often, what takes minutes runs seldom. */
const HABITS = [
  { typicalMs: 15, timeoutSeconds: 30, weight: 300, errors: 0.005, timeouts: 0.001, versions: 1, category: CHECK },
  { typicalMs: 40, timeoutSeconds: 30, weight: 250, errors: 0.01, timeouts: 0.002, versions: 2, category: CHECK },
  { typicalMs: 120, timeoutSeconds: 60, weight: 200, errors: 0.03, timeouts: 0.005, versions: 3, category: CHECK },
  { typicalMs: 300, timeoutSeconds: 60, weight: 150, errors: 0.08, timeouts: 0.02, versions: 2, category: CHECK },
  { typicalMs: 900, timeoutSeconds: 60, weight: 100, errors: 0.15, timeouts: 0.05, versions: 4, category: UPKEEP },
  { typicalMs: 2_500, timeoutSeconds: 300, weight: 80, errors: 0.05, timeouts: 0.02, versions: 1, category: UPKEEP },
  { typicalMs: 8_000, timeoutSeconds: 300, weight: 60, errors: 0.1, timeouts: 0.06, versions: 2, category: '' },
  { typicalMs: 30_000, timeoutSeconds: 300, weight: 30, errors: 0.2, timeouts: 0.1, versions: 1, category: UPKEEP },
  { typicalMs: 90_000, timeoutSeconds: 600, weight: 10, errors: 0.06, timeouts: 0.1, versions: 3, category: '' },
  { typicalMs: 240_000, timeoutSeconds: 3600, weight: 1, errors: 0.04, timeouts: 0.02, versions: 1, category: UPKEEP },
] as const;
type Habits = (typeof HABITS)[number];

const ERROR_TYPES = ['ValueError', 'IOError', 'KeyError'] as const;
/** What differs from the habits: one ran a few times, one was given up early, one is new. */
const EXCEPTIONS: Readonly<Record<string, Partial<CloudScript>>> = {
  vm_check_9: { weight: 0.05 },
  db_check_8: { weight: 40, until: 0.2 },
  net_check_7: { since: 0.9 },
};

function scriptOf({ kind, queue, role, owners, slowness }: Kind, habits: Habits, number: number): CloudScript {
  const cmd = `${kind}_check_${number}`;
  return {
    cmd,
    organization: owners[number % 3 === 0 ? 1 : 0],
    category: habits.category,
    queue,
    roles: role === null ? ['node'] : ['node', role],
    versions: habits.versions,
    timeoutSeconds: habits.timeoutSeconds,
    maxAttempts: number % 5 === 2 ? 3 : 1,
    typicalMs: habits.typicalMs * slowness,
    errorRate: habits.errors,
    timeoutRate: habits.timeouts,
    errorType: ERROR_TYPES[(number + kind.length) % ERROR_TYPES.length] ?? ERROR_TYPES[0],
    weight: habits.weight,
    since: 0,
    until: 1,
    hasConstantResult: number % 2 === 0,
    ...EXCEPTIONS[cmd],
  };
}

export const CLOUD_SCRIPTS: readonly CloudScript[] = KINDS.flatMap((kind) =>
  HABITS.map((habits, number) => scriptOf(kind, habits, number))
);

/** Where each script's share of the runs ends, of all shares together 1. */
const ENDS = CLOUD_SCRIPTS.map((_, index) => weightOf(CLOUD_SCRIPTS.slice(0, index + 1)) / weightOf(CLOUD_SCRIPTS));

function weightOf(scripts: readonly CloudScript[]): number {
  return scripts.reduce((sum, { weight }) => sum + weight, 0);
}

/** The script that is due, by a number from 0 to 1, at this share of the history. */
export function scriptDue(chance: number, age: number): CloudScript {
  const first = ENDS.findIndex((end) => chance < end);
  for (let step = 0; step < CLOUD_SCRIPTS.length; step++) {
    const script = CLOUD_SCRIPTS[(first + step) % CLOUD_SCRIPTS.length];
    if (script !== undefined && age >= script.since && age < script.until) {
      return script;
    }
  }
  throw new Error(`expected a script at ${age} of the history`);
}

/** How a node differs from the others: runs and waits so many times as long, so many times the errors. */
export interface CloudNode {
  nid: number;
  slowness: number;
  failures: number;
  /** Share of the history at which it joined. */
  since: number;
}

/** In the order in which they joined. */
export const CLOUD_NODES: readonly CloudNode[] = Array.from({ length: 20 }, (_, index) => {
  const nid = index + 1;
  return { nid, slowness: nid === 13 ? 3 : 1, failures: nid === 17 ? 5 : 1, since: nid === 20 ? 0.9 : 0 };
});
const FIRST_NODES = CLOUD_NODES.slice(0, -1);

/** The nodes there are at this share of the history: all, or all but the last. */
export function nodesAt(age: number): readonly CloudNode[] {
  return age >= (CLOUD_NODES.at(-1)?.since ?? 0) ? CLOUD_NODES : FIRST_NODES;
}
