import { appendFile, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Logger } from 'pino';
import { makeFolder } from '@openvcloud/settings';
import { guidOf, type Report } from '@openvcloud/contract';

const MOST_BYTES = 64 * 1024 * 1024;
/** Of the folder, so that the oldest can go in small parts. */
const FILES = 16;
const FILE = /^\d{15}\.ndjson$/;

/**
 * What the controller refused for good, for whoever has to find out why: the newest within a number of bytes. One report a
 * line, with when, of which spool, and the reason.
 */
export class RefusedReports {
  private readonly folder: string;
  private readonly log: Logger;
  private readonly maxBytes: number;

  constructor(folder: string, log: Logger, maxBytes = MOST_BYTES) {
    this.folder = folder;
    this.log = log;
    this.maxBytes = maxBytes;
  }

  async keep(report: Report, spoolId: string, reason: string): Promise<void> {
    const { kind, seq } = report;
    const about = { guid: guidOf(report), kind, seq, reason };
    const line = `${JSON.stringify({ time: new Date().toISOString(), spoolId, reason, report })}\n`;
    try {
      const file = await this.fileFor(Buffer.byteLength(line));
      await appendFile(file, line, { mode: 0o600 });
      this.log.error({ ...about, file }, 'the Agent Controller refused a report for good; it is kept in this file');
    } catch (error) {
      this.log.error(
        { ...about, err: error },
        'the Agent Controller refused a report for good, and it could not be kept: it is lost'
      );
    }
  }

  /** Where so many bytes fit; makes room for them. */
  private async fileFor(bytes: number): Promise<string> {
    makeFolder(this.folder);
    const names = (await readdir(this.folder)).filter((name) => FILE.test(name)).sort();
    const sizes = await Promise.all(names.map(async (name) => (await stat(join(this.folder, name))).size));
    let total = sizes.reduce((sum, size) => sum + size, bytes);
    for (const [index, name] of names.entries()) {
      if (total <= this.maxBytes) {
        break;
      }
      await rm(join(this.folder, name), { force: true });
      total -= sizes[index] ?? 0;
    }
    const newest = names.at(-1);
    const isRoom = (sizes.at(-1) ?? 0) + bytes <= this.maxBytes / FILES;
    return join(this.folder, newest !== undefined && isRoom ? newest : nextName(newest));
  }
}

function nextName(newest: string | undefined): string {
  return `${String(newest === undefined ? 1 : parseInt(newest, 10) + 1).padStart(15, '0')}.ndjson`;
}
