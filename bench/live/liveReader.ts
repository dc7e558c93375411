import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { LineReader, ReadLine } from '../stream/latency';

interface Packet {
  schema?: { fields: Array<{ name: string }>; meta?: { custom?: { live?: { state: string; continuity: string } } } };
  data?: { values: unknown[][] };
}

/** A viewer of a channel of Grafana Live, as the preview gives it to a browser. */
export class LiveReader implements LineReader {
  readonly lines: ReadLine[] = [];
  /** Another one than the first means that lines are missing. */
  readonly continuities = new Set<string>();
  private readonly response: IncomingMessage;
  private seqAt = -1;
  private rest = '';
  private isLive = false;
  private onChange: Array<() => void> = [];

  private constructor(response: IncomingMessage) {
    this.response = response;
    response.setEncoding('utf8');
    response.on('data', (text: string) => this.parse(text));
    response.on('error', () => undefined);
  }

  /** Resolves when the channel is live: what is stored from now on comes. */
  static async open(backendUrl: string, uid: string): Promise<LiveReader> {
    const query = encodeURIComponent(JSON.stringify({ queryType: 'logs' }));
    const answer = await fetch(`${backendUrl}/api/datasources/uid/${uid}/resources/live?query=${query}`);
    const { path } = (await answer.json()) as { path: string };
    const request = get(`${backendUrl}/api/live/ds/${uid}/${path}?data=${query}`, { agent: false });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    if (response.statusCode !== 200) {
      throw new Error(`Expected a channel of Grafana Live at ${path}, got ${String(response.statusCode)}.`);
    }
    const reader = new LiveReader(response);
    await reader.until(() => reader.isLive);
    return reader;
  }

  get count(): number {
    return this.lines.length;
  }

  close(): void {
    this.response.destroy();
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => this.onChange.push(resolve));
    }
  }

  private parse(text: string): void {
    const at = performance.now();
    const parts = (this.rest + text).split('\n\n');
    this.rest = parts.pop() ?? '';
    for (const part of parts) {
      const data = /^data: (.*)$/m.exec(part)?.[1];
      if (data !== undefined) {
        this.take(JSON.parse(data) as Packet, at);
      }
    }
    this.onChange.splice(0).forEach((resolve) => resolve());
  }

  private take({ schema, data }: Packet, at: number): void {
    if (schema !== undefined) {
      this.seqAt = schema.fields.findIndex(({ name }) => name === 'seq');
      const live = schema.meta?.custom?.live;
      if (live?.state === 'live') {
        this.isLive = true;
        this.continuities.add(live.continuity);
      }
      return;
    }
    for (const seq of data?.values[this.seqAt] ?? []) {
      this.lines.push({ seq: Number(seq), at });
    }
  }
}
