/**
 * How much waits in all spool folders of this agent to be acknowledged, and whether there is room to take more work.
 * What was acknowledged does not count, although its file goes only as a whole: else a quota below the size of a file
 * would stay full for good. On disk there is at most one file more than the quota.
 */
export class SpoolUsage {
  private bytes = 0;
  private isWritable = true;

  private readonly quotaBytes: number;

  constructor(quotaBytes: number) {
    this.quotaBytes = quotaBytes;
  }

  add(bytes: number): void {
    this.bytes += bytes;
  }

  remove(bytes: number): void {
    this.bytes -= bytes;
  }

  reportWriting(isWritable: boolean): void {
    this.isWritable = isWritable;
  }

  /** Full: take no work and keep no further log lines. Results of jobs under way are always kept. */
  get isFull(): boolean {
    return !this.isWritable || this.bytes >= this.quotaBytes;
  }

  get usedBytes(): number {
    return this.bytes;
  }
}
