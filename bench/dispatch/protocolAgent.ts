import type { Assignment, HeartbeatResponse, UnsentReport, ReportsResponse, WorkResponse } from '@openvcloud/contract';
import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/** Speaks an agent's protocol over HTTP and runs nothing: what is left to measure is the controller. */
export class ProtocolAgent {
  private readonly sessionId = randomUUID();
  private readonly spoolId = randomUUID();
  private readonly url: string;
  private readonly token: string;
  private seq = 0;

  constructor(url: string, token: string) {
    this.url = url;
    this.token = token;
  }

  async register(name: string, roles: string[]): Promise<void> {
    const workers = { default: 100 };
    await this.post('register', {
      sessionId: this.sessionId,
      name,
      roles,
      addresses: [],
      workers,
      agentVersion: 'bench',
      pid: 1,
    });
  }

  async work(free: number): Promise<Assignment[]> {
    const answer = await this.post<WorkResponse>('work', {
      sessionId: this.sessionId,
      free: { default: free },
      waitMs: 1000,
    });
    return answer.jobs;
  }

  /** Numbers the reports and sends them, compressed as agents do. */
  report(reports: UnsentReport[]): Promise<ReportsResponse> {
    const numbered = reports.map((report) => ({ ...report, seq: ++this.seq }));
    return this.post('reports', { sessionId: this.sessionId, spoolId: this.spoolId, reports: numbered });
  }

  /** Renews the leases of what it holds. */
  heartbeat(running: string[]): Promise<HeartbeatResponse> {
    return this.post('heartbeat', { sessionId: this.sessionId, running });
  }

  private async post<Answer>(path: string, body: object): Promise<Answer> {
    const answer = await fetch(`${this.url}/api/v1/agent/${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.token}`,
        'content-type': 'application/json',
        'content-encoding': 'gzip',
      },
      body: gzipSync(JSON.stringify(body), { level: 1 }),
    });
    const text = await answer.text();
    if (answer.status !== 200) {
      throw new Error(`Expected 200 from ${path}, got ${answer.status}: ${text}`);
    }
    return JSON.parse(text) as Answer;
  }
}
