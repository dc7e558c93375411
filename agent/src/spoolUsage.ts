/** How much disk all spool folders of this agent use, and whether there is room to take more work. */
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
