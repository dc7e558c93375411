import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Logger } from 'pino';
import { makeFolder } from '@openvcloud/settings';
import { errorCode } from '../disk/errorCode';

const MOST_SEGMENTS = 16;
/** Not of the disk's making: the process has too much open, or too little memory. They pass. */
const PASSING: ReadonlySet<string> = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN', 'EINTR']);

export function isPassing(error: unknown): boolean {
  return PASSING.has(errorCode(error));
}

/**
 * Where segments of spools go that the disk does not give back: they must not hold up all others, nor be deleted, since
 * somebody may be able to read them. The newest ones are kept.
 */
export class UnreadableSegments {
  private readonly folder: string;
  private readonly log: Logger;

  constructor(folder: string, log: Logger) {
    this.folder = folder;
    this.log = log;
  }

  /** False: it could not be moved. */
  async take(spool: string, spoolId: string, segment: string, error: unknown): Promise<boolean> {
    const about = { err: error, spoolId, segment };
    const to = join(this.folder, `${spoolId}-${segment}`);
    try {
      makeFolder(this.folder);
      await rename(join(spool, segment), to);
      this.log.error(
        { ...about, movedTo: to },
        'a segment of the spool cannot be read: its reports are not delivered. It is moved aside; look at the disk'
      );
      const names = (await readdir(this.folder)).sort();
      await Promise.all(
        names.slice(0, -MOST_SEGMENTS).map((name) => rm(join(this.folder, name), { recursive: true, force: true }))
      );
      return true;
    } catch (moving) {
      this.log.error(
        { ...about, moving: String(moving) },
        'a segment of the spool can neither be read nor moved aside: it is passed over, its reports are not delivered. Look at the disk'
      );
      return false;
    }
  }
}
