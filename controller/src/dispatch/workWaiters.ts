import type { RoleNotice, WorkNotice } from '../journal/workNotices';
import { hasRole } from '../jobs/matchRoles';

/** An agent's long poll, waiting. */
export interface Waiting {
  nid: number;
  roles: readonly string[];
  /** Free workers per queue. */
  free: Readonly<Record<string, number>>;
}

/** A poll's place among the waiting. Work announced after `enter` ends the wait, even when it has not begun. */
export interface Place {
  wait(ms: number, signals: readonly AbortSignal[]): Promise<void>;
  leave(): void;
}

interface Entry extends Waiting {
  wake: () => void;
}

/** The long polls that wait for work here, in memory: waiting costs no database connection. */
export class WorkWaiters {
  private readonly byNode = new Map<number, Set<Entry>>();

  get size(): number {
    return [...this.byNode.values()].reduce((sum, entries) => sum + entries.size, 0);
  }

  enter(waiting: Waiting): Place {
    let isWoken = false;
    let onWake = () => undefined as void;
    const entry: Entry = {
      ...waiting,
      wake: () => {
        isWoken = true;
        onWake();
      },
    };
    const entries = this.byNode.get(waiting.nid) ?? new Set();
    this.byNode.set(waiting.nid, entries.add(entry));
    return {
      wait: (ms, signals) =>
        new Promise((resolve) => {
          const finish = () => {
            clearTimeout(timer);
            signals.forEach((signal) => signal.removeEventListener('abort', finish));
            resolve();
          };
          const timer = setTimeout(finish, ms);
          onWake = finish;
          signals.forEach((signal) => signal.addEventListener('abort', finish, { once: true }));
          if (isWoken || signals.some((signal) => signal.aborted)) {
            finish();
          }
        }),
      leave: () => {
        entries.delete(entry);
        if (entries.size === 0 && this.byNode.get(waiting.nid) === entries) {
          this.byNode.delete(waiting.nid);
        }
      },
    };
  }

  wake(notice: WorkNotice): void {
    if (notice.all) {
      this.wakeAll();
      return;
    }
    notice.nids.forEach((nid) => this.byNode.get(nid)?.forEach((entry) => entry.wake()));
    notice.roles.forEach((role) => this.wakeForRole(role));
  }

  wakeAll(): void {
    this.byNode.forEach((entries) => entries.forEach((entry) => entry.wake()));
  }

  /** As many as have room for the jobs, not every agent with the role. */
  private wakeForRole({ role, queue, count }: RoleNotice): void {
    let left = count;
    for (const entries of this.byNode.values()) {
      for (const entry of entries) {
        const free = entry.free[queue] ?? 0;
        if (free > 0 && hasRole(entry.roles, role)) {
          entry.wake();
          left -= free;
        }
        if (left <= 0) {
          return;
        }
      }
    }
  }
}
