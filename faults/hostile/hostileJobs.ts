import type { ExecuteRequest, JsonValue } from '@openvcloud/contract';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { below } from '../plan/random';
import { HOSTILE_KINDS, type HostileKind } from './kinds';

/** What an act needs to know of its node. */
export interface Surroundings {
  /** Folder of what the JumpScripts note. */
  record: string;
  /** Pid of a process of this node that is none of the agent's. */
  bystander: number;
  /** Sockets of agents lie below. */
  sockets: string;
}

const MOST_LINES = 8;
/** Of acts that nothing is to stop, on a machine that has much to do. */
const LONG_SECONDS = 90;

/** Hostile jobs, one kind after the other: none comes again before all others have. */
export class HostileJobs {
  private waiting: string[] = [];
  private readonly sources = new Map(Object.keys(HOSTILE_KINDS).map((kind) => [kind, readAct(kind)]));
  private readonly random: () => number;
  private readonly of: (nid: number) => Surroundings;
  private readonly nids: readonly number[];

  constructor(random: () => number, nids: readonly number[], of: (nid: number) => Surroundings) {
    this.random = random;
    this.nids = nids;
    this.of = of;
  }

  next(): ExecuteRequest {
    if (this.waiting.length === 0) {
      this.waiting = Object.keys(HOSTILE_KINDS);
    }
    const [kind = ''] = this.waiting.splice(below(this.random, this.waiting.length), 1);
    return this.request(kind, HOSTILE_KINDS[kind] ?? { expected: 'asNoted' });
  }

  private request(
    kind: string,
    { timeoutSeconds = LONG_SECONDS, isForLast, width = 100 }: HostileKind
  ): ExecuteRequest {
    // Elsewhere than on the last node: what an act writes beside its lines would fill the small spool there.
    const nid = (isForLast ? this.nids.at(-1) : this.nids[below(this.random, this.nids.length - 1)]) ?? 0;
    const { record, bystander, sockets } = this.of(nid);
    const source = this.sources.get(kind) ?? '';
    const args: Record<string, JsonValue> = kind === 'forgesStart' ? { bystander, sockets } : {};
    const act = { kind, source, args };
    return {
      organization: 'faults',
      name: 'count',
      nid,
      args: { record, width, lines: 1 + below(this.random, MOST_LINES), act },
      timeoutSeconds,
      tags: ['hostile', kind],
    };
  }
}

const PRELUDE = readFileSync(join(__dirname, 'prelude.py'), 'utf8');

function readAct(kind: string): string {
  return `${PRELUDE}\n\n${readFileSync(join(__dirname, 'acts', `${kind}.py`), 'utf8')}`;
}
