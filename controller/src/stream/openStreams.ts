import { LIMITS } from '@openvcloud/contract';
import { Counter, Gauge, type Registry } from 'prom-client';
import { ApiError } from '../errors/errors';
import type { Caller } from '../http/authenticate';
import type { LiveStream } from './liveStream';

const HEARTBEAT_EVERY_MS = 15_000;

/** The streams that are open here: counted by token, kept alive, ended when the controller stops. */
export class OpenStreams {
  readonly leftOut: Counter;
  private readonly streams = new Set<LiveStream>();
  private readonly byToken = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(registry: Registry, stopping: AbortSignal) {
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
    stopping.addEventListener('abort', () => this.streams.forEach((stream) => stream.end()), { once: true });
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

  add(stream: LiveStream): void {
    this.streams.add(stream);
    this.timer ??= setInterval(() => this.streams.forEach((one) => one.beat()), HEARTBEAT_EVERY_MS);
    stream.body.once('close', () => {
      this.streams.delete(stream);
      if (this.streams.size === 0) {
        clearInterval(this.timer);
        this.timer = undefined;
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
