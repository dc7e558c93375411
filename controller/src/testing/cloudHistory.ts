import { nodesAt, scriptDue, type CloudNode, type CloudScript } from './cloud';
import { endingOf, type Ending } from './cloudEnding';
import { outcomeOf } from './cloudOutcome';
import type { SeededJob } from './seededJob';

/** What is to run: on a schedule, by a person's wish, one of a batch, or once more. */
interface Plan {
  script: CloudScript;
  node: CloudNode;
  user: string;
  batchGuid: string | null;
  parentGuid: string | null;
}

const SCHEDULE_USER = 'schedule';
const PEOPLE = ['anna', 'bert', 'grafana'] as const;
/** Failures that somebody may still run again. */
const REMEMBERED = 50;
/** A network problem, one hour of a month. */
const INCIDENT = { from: 0.3, to: 0.3015, kind: 'net', tag: 'incident-7' } as const;

/** Jobs of the seeded cloud, one after the other: the same numbers make the same jobs, whatever their times. */
export class CloudHistory {
  private readonly random: () => number;
  private readonly failed: Array<Pick<Plan, 'script' | 'node'> & { guid: string }> = [];
  private batch: (Omit<Plan, 'node' | 'parentGuid'> & { next: number }) | null = null;

  constructor(random: () => number) {
    this.random = random;
  }

  /** `age`: how much of the history is over, from 0 to 1. */
  next(index: number, timeCreate: number, age: number, isYoungest: boolean): SeededJob {
    const { random } = this;
    const guid = guidAt(timeCreate, random);
    const plan = this.plan(guid, age);
    const { script, node } = plan;
    const isInIncident = age >= INCIDENT.from && age < INCIDENT.to && script.cmd.startsWith(INCIDENT.kind);
    const ending = endingOf({ script, node, isYoungest, isInIncident }, random);
    if (ending.failure !== null) {
      this.failed[index % REMEMBERED] = { guid, script, node };
    }
    const isOwn = ending.source === 'controller';
    return {
      guid,
      source: ending.source,
      ...withTimeKnown(times(ending, plan, timeCreate, random), index),
      state: ending.state,
      native_state: ending.nativeState,
      queue: script.queue,
      organization: script.organization,
      category: script.category,
      cmd: script.cmd,
      jumpscript_id: isOwn ? `${script.organization}:${script.cmd}` : null,
      jumpscript_version: isOwn ? 1 + Math.floor(Math.min(age, 0.999_999) * script.versions) : null,
      nid: ending.hasNode ? node.nid : null,
      node_name: ending.hasNode ? `node${node.nid}` : null,
      args: `{"path":"/data/${index % 97}","vm":${Math.floor(random() * 5_000)}}`,
      ...outcomeOf(ending, script, index, random),
      timeout_seconds: script.timeoutSeconds,
      parent_guid: plan.parentGuid,
      batch_guid: plan.batchGuid,
      attempt: ending.attempt,
      max_attempts: script.maxAttempts,
      roles: script.roles,
      tags: isInIncident ? [INCIDENT.tag] : tags(index, random()),
      username: plan.user,
    };
  }

  private plan(guid: string, age: number): Plan {
    const { random } = this;
    const chance = random();
    if (this.batch !== null || chance < 0.000_5) {
      return this.nextOfBatch(guid, age);
    }
    const failed = chance < 0.005 ? this.failed[Math.floor(random() * this.failed.length)] : undefined;
    if (failed !== undefined) {
      return { ...failed, user: this.person(), batchGuid: null, parentGuid: failed.guid };
    }
    const user = chance < 0.03 ? this.person() : SCHEDULE_USER;
    return { script: scriptDue(random(), age), node: nodeAt(random(), age), user, batchGuid: null, parentGuid: null };
  }

  /** A job for each node. */
  private nextOfBatch(guid: string, age: number): Plan {
    const batch = this.batch ?? {
      script: scriptDue(this.random(), age),
      user: this.person(),
      batchGuid: guid,
      next: 0,
    };
    const nodes = nodesAt(age).length;
    this.batch = batch.next + 1 < nodes ? { ...batch, next: batch.next + 1 } : null;
    return { ...batch, node: nodeAt(batch.next / nodes, age), parentGuid: null };
  }

  private person(): string {
    const chance = this.random();
    return chance < 0.001 ? 'auditor' : (PEOPLE[Math.floor(chance * PEOPLE.length)] ?? PEOPLE[0]);
  }
}

function nodeAt(chance: number, age: number): CloudNode {
  const nodes = nodesAt(age);
  const node = nodes[Math.floor(chance * nodes.length)];
  if (node === undefined) {
    throw new Error(`expected a node at ${age} of the history`);
  }
  return node;
}

type Times = Pick<SeededJob, 'time_create' | 'time_start' | 'time_stop'>;

function times(ending: Ending, { script, node }: Plan, timeCreate: number, random: () => number): Times {
  const busyMs = random() < 0.05 ? random() * 30_000 : 0;
  const waitMs = (busyMs - Math.log(1 - random()) * 40) * node.slowness + (ending.attempt - 1) * 30_000;
  const started = timeCreate + Math.floor(waitMs);
  const isLive = ending.state === 'SCHEDULED' || ending.state === 'RUNNING';
  const runMs = ending.hasStarted ? Math.floor(runOf(ending, script, node, random)) : 0;
  return {
    time_create: timeCreate,
    time_start: ending.hasStarted ? started : null,
    time_stop: isLive ? null : started + runMs,
  };
}

/** Reports are under way for a moment; of one job in a thousand the agent was cut off for half an hour. */
function withTimeKnown(times: Times, index: number): Times & Pick<SeededJob, 'time_known'> {
  const { time_stop: stop } = times;
  return { ...times, time_known: stop === null ? null : stop + (index % 1000 === 500 ? 1_800_000 : 20 + (index % 80)) };
}

/** Around the script's typical time (log-normal); errors come somewhere on the way. */
function runOf({ failure }: Ending, script: CloudScript, node: CloudNode, random: () => number): number {
  const timeoutMs = script.timeoutSeconds * 1000;
  if (failure === 'Timeout') {
    return timeoutMs + random() * 2_000;
  }
  const normal = (random() + random() + random() - 1.5) * 2;
  const wanted = script.typicalMs * node.slowness * Math.exp(normal / 2);
  return Math.min(timeoutMs - 1, failure === null ? wanted : wanted * random());
}

function tags(index: number, chance: number): string[] {
  return chance < 0.000_04 ? ['case-4711'] : chance < 0.1 ? [`case-${index % 5}`] : [];
}

/** A UUIDv7 of that moment. */
function guidAt(time: number, random: () => number): string {
  const six = () => (Math.floor(random() * 2 ** 24) + 2 ** 24).toString(16).slice(1);
  const clock = time.toString(16).padStart(12, '0');
  const version = six();
  return `${clock.slice(0, 8)}-${clock.slice(8)}-7${version.slice(0, 3)}-8${version.slice(3)}-${six()}${six()}`;
}
