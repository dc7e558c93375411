import type { Logger } from 'pino';

const ONE_PER_MS = 60_000;
/** An answer of the collector may be part of the text. */
const MAX_LENGTH = 500;

/** What goes wrong with traces, at most once a minute: a collector that is away must not fill the log. */
export class Complaints {
  private readonly log: Logger;
  private readonly endpoint: string;
  private readonly now: () => number;
  private last = -Infinity;
  private unsaid = 0;

  constructor(log: Logger, endpoint: string, now: () => number) {
    this.log = log;
    this.endpoint = endpoint;
    this.now = now;
  }

  note(text: string): void {
    if (this.now() - this.last < ONE_PER_MS) {
      this.unsaid++;
      return;
    }
    const facts = { endpoint: this.endpoint, complaint: text.slice(0, MAX_LENGTH), moreLikeIt: this.unsaid };
    this.log.warn(
      facts,
      'traces are lost; requests and jobs are not affected. Check OTEL_EXPORTER_OTLP_ENDPOINT and its collector'
    );
    this.last = this.now();
    this.unsaid = 0;
  }
}
