import { type Report, type ReportsRequest, type ReportsResponse } from '@openvcloud/contract';

/** What the controller has of each spool: in order, each report once, however often it is sent. */
export class TakenReports {
  /** In the order they arrived. */
  readonly reports: Array<Report & { spoolId: string }> = [];
  /** Says why when a report is never going to be accepted. */
  refuse: (report: Report) => string | undefined = () => undefined;
  /** Of one request at most so many are taken, those left over are to be sent again. */
  mostAtOnce = Infinity;
  private readonly acknowledged = new Map<string, number>();
  private readonly onTaken: (report: Report) => void;

  constructor(onTaken: (report: Report) => void) {
    this.onTaken = onTaken;
  }

  take({ spoolId, reports }: ReportsRequest): ReportsResponse {
    const refused: ReportsResponse['refused'] = [];
    let acknowledged = this.acknowledged.get(spoolId) ?? 0;
    for (const report of reports.filter(({ seq }) => seq > acknowledged).slice(0, this.mostAtOnce)) {
      const reason = this.refuse(report);
      if (reason === undefined) {
        this.reports.push({ ...report, spoolId });
        this.onTaken(report);
      } else {
        refused.push({ seq: report.seq, reason });
      }
      acknowledged = report.seq;
    }
    this.acknowledged.set(spoolId, acknowledged);
    return { acknowledged, refused };
  }
}
