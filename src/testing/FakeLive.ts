import {
  type LiveChannelConnectionState,
  LiveChannelEventType,
  type DataFrameJSON,
  type LiveChannelAddress,
  type LiveChannelEvent,
} from '@grafana/data';
import { setGrafanaLiveSrv, type GrafanaLiveSrv } from '@grafana/runtime';
import { Observable, type Subscriber } from 'rxjs';
import { type LiveState } from '../liveQuery/liveUpdate';

interface FollowedChannel {
  address: LiveChannelAddress;
  isLeft: boolean;
  subscriber: Subscriber<LiveChannelEvent<unknown>>;
}

/** Grafana Live for tests: says in a channel what the test says, as Grafana's own client would. */
export class FakeLive {
  readonly followed: FollowedChannel[] = [];

  install(): this {
    const service: Pick<GrafanaLiveSrv, 'getStream'> = {
      getStream: <T>(address: LiveChannelAddress) =>
        new Observable<LiveChannelEvent<T>>((subscriber) => {
          const channel = { address, isLeft: false, subscriber: subscriber as Subscriber<LiveChannelEvent<unknown>> };
          this.followed.push(channel);
          return () => {
            channel.isLeft = true;
          };
        }),
    };
    setGrafanaLiveSrv(service as GrafanaLiveSrv);
    return this;
  }

  /** The connection to Grafana, and what the plugin says to who joins. */
  connection(state: LiveChannelConnectionState, message?: DataFrameJSON, error?: unknown): void {
    this.last.subscriber.next({ type: LiveChannelEventType.Status, id: 'x', timestamp: 1, state, message, error });
  }

  packet(message: DataFrameJSON): void {
    this.last.subscriber.next({ type: LiveChannelEventType.Message, message });
  }

  get last(): FollowedChannel {
    const last = this.followed.at(-1);
    if (last === undefined) {
      throw new Error('Expected a channel to be followed; none is.');
    }
    return last;
  }
}

/** A packet without rows, that says how the channel does. */
export function statePacket(
  fields: string[],
  state: LiveState,
  { continuity = '1-0', message }: { continuity?: string; message?: string } = {}
): DataFrameJSON {
  return {
    schema: {
      fields: fields.map((name) => ({ name })),
      meta: { custom: { live: { state, continuity, message } } },
    },
    data: { values: fields.map(() => []) },
  };
}

/** Rows, column by column, as they come after a schema. */
export function rowsPacket(...values: unknown[][]): DataFrameJSON {
  return { data: { values } };
}
