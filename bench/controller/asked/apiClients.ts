import { Agent, get } from 'node:http';
import type { Batch } from '../figures/measure';

const OUT_OF_TIME = 503;

/** Asks the controller over as many connections as there are clients, which stay open. */
export class ApiClients {
  private readonly agent: Agent;
  private readonly origin: string;
  private readonly token: string;
  private readonly clients: number;

  constructor(origin: string, token: string, clients: number) {
    this.agent = new Agent({ keepAlive: true, maxSockets: clients });
    this.origin = origin;
    this.token = token;
    this.clients = clients;
  }

  /** From the request to the last byte of its answer. */
  batch(path: string): Batch {
    return async (count) => {
      const times: number[] = [];
      let left = count;
      let isOutOfTime = false;
      const work = async () => {
        while (left-- > 0 && !isOutOfTime) {
          const start = performance.now();
          const { status, body } = await this.ask(path);
          times.push(performance.now() - start);
          isOutOfTime ||= status === OUT_OF_TIME && body.includes('QUERY_BUDGET');
          if (status !== 200 && !isOutOfTime) {
            throw new Error(`Expected 200 for ${path}, got ${status}: ${body.slice(0, 300)}`);
          }
        }
      };
      await Promise.all(Array.from({ length: this.clients }, work));
      return isOutOfTime ? null : times;
    };
  }

  close(): void {
    this.agent.destroy();
  }

  private ask(path: string): Promise<{ status: number | undefined; body: string }> {
    return new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${this.token}` };
      get(`${this.origin}${path}`, { agent: this.agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode, body: Buffer.concat(chunks).toString() }));
      }).on('error', reject);
    });
  }
}
