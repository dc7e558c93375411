import { isAlive } from '../world/processes';
import type { Ledger } from './ledger';
import { runsOf } from './record';

/** Looks, while the run goes on, whether processes are alive that a hostile job noted and whose end its agent has reported. */
export class Survivors {
  readonly found: string[] = [];
  private readonly seen = new Set<string>();
  private readonly ledger: Ledger;
  private readonly record: string;

  constructor(ledger: Ledger, record: string) {
    this.ledger = ledger;
    this.record = record;
  }

  async look(): Promise<void> {
    for (const guid of await this.ledger.hostileEnds()) {
      if (!this.seen.has(guid)) {
        this.seen.add(guid);
        const alive = runsOf(this.record, guid).flatMap(({ processes }) => processes.filter(isAlive));
        this.found.push(...alive.map(({ pid }) => `${guid} (pid ${pid})`));
      }
    }
  }
}
