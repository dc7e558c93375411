import { type Spool } from './spool';
import { type SpoolBatch, type SpoolReader } from './spoolReader';

/** This session's reports in order: from disk and, while the disk refuses to write, behind them what waits in memory. */
export class SpoolSource {
  private readonly reader: SpoolReader;
  private readonly spool: Spool;

  constructor(reader: SpoolReader, spool: Spool) {
    this.reader = reader;
    this.spool = spool;
  }

  async read(maxBytes: number, maxReports: number): Promise<SpoolBatch> {
    const batch = await this.reader.read(maxBytes, maxReports);
    return batch.reports.length > 0 ? batch : this.spool.unwritten(maxBytes, maxReports);
  }

  commit(batch: SpoolBatch, count: number): void {
    const last = batch.reports[count - 1];
    if (batch.ends.length > 0) {
      this.reader.commit(batch, count);
    } else if (last) {
      this.spool.forget(last.seq);
    }
  }
}
