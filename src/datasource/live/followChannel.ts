import {
  dataFrameFromJSON,
  isLiveChannelMessageEvent,
  isLiveChannelStatusEvent,
  LiveChannelConnectionState,
  LiveChannelScope,
  type DataFrameJSON,
  type LiveChannelEvent,
  type LiveChannelStatusEvent,
} from '@grafana/data';
import { type GrafanaLiveSrv } from '@grafana/runtime';
import { Observable } from 'rxjs';
import { messageOf } from '../../answer/errorOf';
import { LIVE_STATES, type LiveUpdate } from '../../liveQuery/liveUpdate';

interface Channel {
  /** Of the data source. */
  uid: string;
  path: string;
  /** The query it follows; the backend checks that it is the path's. */
  data: unknown;
}

/**
 * Follows a channel of Grafana Live packet by packet. `getDataStream` would keep rows in a ring and give them out when the
 * dashboard finds time: some would be missing, and where could not be told.
 */
export function followChannel(
  live: Pick<GrafanaLiveSrv, 'getStream'>,
  { uid, path, data }: Channel
): Observable<LiveUpdate> {
  return new Observable((subscriber) => {
    const packets = new Packets();
    const tell = (updates: readonly LiveUpdate[]) => updates.forEach((update) => subscriber.next(update));
    return live.getStream<DataFrameJSON>({ scope: LiveChannelScope.DataSource, stream: uid, path, data }).subscribe({
      next: (event) => tell(packets.read(event)),
      error: (error: unknown) => tell([refused(messageOf(error))]),
      complete: () => tell([packets.lost('The channel was closed.')]),
    });
  });
}

/** Reads what comes in a channel; its packets hold the schema only now and then. */
class Packets {
  private schema: DataFrameJSON['schema'];
  private breaks = 0;
  private isConnected = false;

  read(event: LiveChannelEvent<DataFrameJSON>): LiveUpdate[] {
    if (isLiveChannelMessageEvent(event)) {
      return this.packet(event.message);
    }
    return isLiveChannelStatusEvent(event) ? this.status(event) : [];
  }

  /** What was sent while a connection was away is gone: who is told of another continuity asks for the list again. */
  lost(message: string): LiveUpdate {
    this.breaks += this.isConnected ? 1 : 0;
    this.isConnected = false;
    return { type: 'state', state: 'away', continuity: '', message };
  }

  private status({ state, message, error }: LiveChannelStatusEvent): LiveUpdate[] {
    switch (state) {
      case LiveChannelConnectionState.Connected:
        this.isConnected = true;
        return isPacket(message) ? this.packet(message) : [];
      case LiveChannelConnectionState.Invalid:
      case LiveChannelConnectionState.Shutdown:
        return [refused(`Grafana Live refused the channel: ${messageOf(error)}`)];
      case LiveChannelConnectionState.Pending:
        return error === undefined ? [] : [refused(`Grafana Live refused the channel: ${messageOf(error)}`)];
      default:
        return this.isConnected ? [this.lost('The connection to Grafana broke. It is being made again.')] : [];
    }
  }

  private packet(packet: DataFrameJSON): LiveUpdate[] {
    this.isConnected = true;
    if (packet.schema !== undefined) {
      this.schema = packet.schema;
      const update = readState(packet.schema.meta?.custom, this.breaks);
      return update === undefined ? [] : [update];
    }
    if (this.schema === undefined || packet.data === undefined) {
      return [];
    }
    const frame = dataFrameFromJSON({ schema: { ...this.schema, meta: undefined }, data: packet.data });
    return frame.length === 0 ? [] : [{ type: 'rows', frame }];
  }
}

function refused(message: string): LiveUpdate {
  return { type: 'state', state: 'refused', continuity: '', message };
}

function isPacket(message: unknown): message is DataFrameJSON {
  return typeof message === 'object' && message !== null;
}

/** `meta.custom.live` of a packet without rows. */
function readState(custom: Readonly<Record<string, unknown>> | undefined, breaks: number): LiveUpdate | undefined {
  const live: unknown = custom?.live;
  if (typeof live !== 'object' || live === null) {
    return undefined;
  }
  const word: unknown = Reflect.get(live, 'state');
  const state = LIVE_STATES.find((known) => known === word);
  const message: unknown = Reflect.get(live, 'message');
  const continuity = `${breaks}/${String(Reflect.get(live, 'continuity'))}`;
  return state === undefined
    ? undefined
    : { type: 'state', state, continuity, message: typeof message === 'string' ? message : undefined };
}
