import { statfsSync } from 'node:fs';
import { type Logger } from 'pino';

/**
 * Whether the disk has room for what jobs bring with them: their sources, output and results. An agent on a full disk would
 * take one job after the other and fail each of them.
 */
export class DiskRoom {
  private wasEnough = true;
  private readonly folder: string;
  private readonly leastBytes: number;
  private readonly log: Logger;

  constructor(folder: string, leastBytes: number, log: Logger) {
    this.folder = folder;
    this.leastBytes = leastBytes;
    this.log = log;
  }

  isEnough(): boolean {
    const freeBytes = freeOf(this.folder);
    const isEnough = freeBytes >= this.leastBytes;
    if (isEnough !== this.wasEnough) {
      this.wasEnough = isEnough;
      const facts = { folder: this.folder, freeBytes, leastBytes: this.leastBytes };
      if (isEnough) {
        this.log.info(facts, 'there is room on the disk again: work is taken');
      } else {
        this.log.warn(facts, 'too little room on the disk: no work is taken. Free some, or lower AGENT_DISK_FREE_MB');
      }
    }
    return isEnough;
  }
}

/** What this user may use of it. A folder that cannot be asked about is the spool's to complain of. */
function freeOf(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return Infinity;
  }
}
