import {
  LiveChannelConnectionState,
  LiveChannelEventType,
  toLiveChannelId,
  type DataFrameJSON,
  type DataQueryResponse,
  type LiveChannelAddress,
  type LiveChannelEvent,
} from '@grafana/data';
import { type GrafanaLiveSrv } from '@grafana/runtime';
import { Observable, of, throwError } from 'rxjs';

/**
 * Grafana Live in a plain browser: each channel is a stream of server-sent events in place of a part of the one
 * websocket. It connects again by itself; who looks is told, as of a websocket that broke.
 */
export class LiveService implements GrafanaLiveSrv {
  getConnectionState(): Observable<boolean> {
    return of(true);
  }

  getStream<T>(address: LiveChannelAddress): Observable<LiveChannelEvent<T>> {
    return new Observable((subscriber) => {
      const id = toLiveChannelId(address);
      const status = (state: LiveChannelConnectionState, more: { message?: unknown; error?: string } = {}) =>
        subscriber.next({ type: LiveChannelEventType.Status, id, timestamp: Date.now(), state, ...more });
      const source = new EventSource(
        `/api/live/${id}?data=${encodeURIComponent(JSON.stringify(address.data ?? null))}`
      );
      status(LiveChannelConnectionState.Pending);
      source.addEventListener('subscribed', ({ data }) =>
        status(LiveChannelConnectionState.Connected, { message: parse<DataFrameJSON>(data) })
      );
      source.addEventListener('publication', ({ data }) =>
        subscriber.next({ type: LiveChannelEventType.Message, message: parse<T>(data) })
      );
      source.onerror = () =>
        source.readyState === EventSource.CLOSED
          ? status(LiveChannelConnectionState.Invalid, { error: 'The channel was refused.' })
          : status(LiveChannelConnectionState.Connecting);
      return () => source.close();
    });
  }

  /** Nothing here follows a channel as one growing frame. */
  getDataStream(): Observable<DataQueryResponse> {
    return throwError(() => new Error('The preview follows channels by getStream.'));
  }

  getPresence(): Promise<never> {
    return Promise.reject(new Error('The preview does not know who else is here.'));
  }

  publish(): Promise<never> {
    return Promise.reject(new Error('Nobody may publish into the channels of a data source.'));
  }
}

/** Our own server writes what Grafana's would. */
function parse<T>(text: unknown): T {
  return JSON.parse(String(text)) as T;
}
