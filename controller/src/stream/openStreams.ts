import { LIMITS } from '@openvcloud/contract';
import { Counter, Gauge, type Registry } from 'prom-client';
import { ApiError } from '../errors';
import type { Caller } from '../http/authenticate';
import type { Tokens } from '../store/tokens';
import type { LiveStream } from './liveStream';

const HEARTBEAT_EVERY_MS = 15_000;

/** The streams that are open here: counted by token, kept alive, ended when the controller stops. */
export class OpenStreams {
  readonly leftOut: Counter;
  /** With the id of the token that opened it. */
  private readonly streams = new Map<LiveStream, string>();
  private readonly tokens: Pick<Tokens, 'existing'>;
  private readonly byToken = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(registry: Registry, tokens: Pick<Tokens, 'existing'>, stopping: AbortSignal) {
    this.tokens = tokens;
    const registers = [registry];
    this.leftOut = new Counter({
      name: 'openvcloud_stream_events_left_out_total',
      help: 'Events that streams were not sent because their readers were too slow',
      registers,
    });
    new Gauge({
      name: 'openvcloud_streams_open',
      help: 'Open streams of live changes',
      registers,
      collect: this.collector(),
    });
    stopping.addEventListener('abort', () => this.streams.forEach((_, stream) => stream.end()), { once: true });
  }

  /** Takes a place of the token's; answers what gives it back. */
  enter({ tokenId, name }: Caller): () => void {
    const open = this.byToken.get(tokenId) ?? 0;
    if (open >= LIMITS.streamsPerToken) {
      throw new ApiError(
        'TOO_MANY_STREAMS',
        `Expected at most ${LIMITS.streamsPerToken} open streams of token "${name}" at this controller, got one more.`,
        { headers: { 'retry-after': '15' } }
      );
    }
    this.byToken.set(tokenId, open + 1);
    return () => {
      const left = (this.byToken.get(tokenId) ?? 1) - 1;
      if (left === 0) {
        this.byToken.delete(tokenId);
      } else {
        this.byToken.set(tokenId, left);
      }
    };
  }

  add(stream: LiveStream, { tokenId }: Caller): void {
    this.streams.set(stream, tokenId);
    this.timer ??= setInterval(() => void this.beat(), HEARTBEAT_EVERY_MS);
    stream.body.once('close', () => {
      this.streams.delete(stream);
      if (this.streams.size === 0) {
        clearInterval(this.timer);
        this.timer = undefined;
      }
    });
  }

  private async beat(): Promise<void> {
    this.streams.forEach((_, stream) => stream.beat());
    // While the database is away nobody is put out: nothing can be revoked either.
    const valid = await this.tokens.existing([...this.byToken.keys()]).catch(() => undefined);
    this.streams.forEach((tokenId, stream) => {
      if (valid?.has(tokenId) === false) {
        stream.end();
      }
    });
  }

  private collector(): (this: Gauge) => void {
    const { streams } = this;
    return function collect() {
      this.set(streams.size);
    };
  }
}
