import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';

/** A server-sent event as it came. */
export interface ReadEvent {
  id: string;
  name: string;
  data: unknown;
  /** When it was read, by performance.now(). */
  at: number;
}

/** Reads a stream of events over a real connection, as fast as it comes unless told to pause. */
export class EventReader {
  readonly events: ReadEvent[] = [];
  /** Also told without an event. */
  lastId = '';
  private readonly response: IncomingMessage;
  private rest = '';
  private onChange: Array<() => void> = [];
  private hasEnded = false;

  private constructor(response: IncomingMessage) {
    this.response = response;
    response.setEncoding('utf8');
    response.on('data', (text: string) => this.parse(text));
    response.on('error', () => undefined);
    response.on('close', () => {
      this.hasEnded = true;
      this.tell();
    });
  }

  /** Resolves when the stream has begun: what is committed from now on comes. */
  static async open(url: string, token: string, lastEventId?: string): Promise<EventReader> {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    };
    const [response] = (await once(get(url, { headers, agent: false }), 'response')) as [IncomingMessage];
    const reader = new EventReader(response);
    if (response.statusCode !== 200) {
      await reader.ended();
      throw new Error(`expected 200 from ${url}, got ${response.statusCode}: ${reader.rest}`);
    }
    await reader.until(() => reader.lastId !== '');
    return reader;
  }

  get headers(): IncomingMessage['headers'] {
    return this.response.headers;
  }

  pause(): void {
    this.response.pause();
  }

  resume(): void {
    this.response.resume();
  }

  close(): void {
    this.response.destroy();
  }

  async ended(): Promise<void> {
    await this.until(() => this.hasEnded);
  }

  /** Waits until it holds; throws when the stream ends before. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.hasEnded) {
        throw new Error(`expected more events, the stream ended after ${this.events.length}`);
      }
      await new Promise<void>((resolve) => this.onChange.push(resolve));
    }
  }

  private parse(text: string): void {
    const blocks = (this.rest + text).split('\n\n');
    this.rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = new Map(
        block.split('\n').map((line) => [line.split(': ', 1)[0], line.slice(line.indexOf(': ') + 2)])
      );
      this.lastId = fields.get('id') ?? this.lastId;
      const data = fields.get('data');
      if (data !== undefined) {
        this.events.push({
          id: this.lastId,
          name: fields.get('event') ?? '',
          data: JSON.parse(data),
          at: performance.now(),
        });
      }
    }
    this.tell();
  }

  private tell(): void {
    this.onChange.splice(0).forEach((resolve) => resolve());
  }
}
