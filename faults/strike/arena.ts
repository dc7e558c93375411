import type { Struck } from '../evidence/evidence';
import type { Ledger } from '../evidence/ledger';
import type { World } from '../world/world';

/** What faults strike, and what tells whether they did. */
export interface Arena {
  world: World;
  ledger: Ledger;
  /** Folder of what the JumpScripts note. */
  record: string;
  random: () => number;
  onCreated(guids: readonly string[]): void;
}

/** A fault that struck; `over` comes when it can do no more harm. */
export interface Blow extends Pick<Struck, 'from' | 'nid'> {
  over: Promise<Pick<Struck, 'to' | 'isWhole' | 'leastLeaseMs'>>;
}
