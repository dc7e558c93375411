import { LiveChannelConnectionState } from '@grafana/data';
import { getGrafanaLiveSrv } from '@grafana/runtime';
import { type LiveUpdate } from '../../liveQuery/liveUpdate';
import { FakeLive, rowsPacket, statePacket } from '../../testing/FakeLive';
import { followChannel } from './followChannel';

const { Connected, Connecting, Disconnected, Invalid, Pending, Shutdown } = LiveChannelConnectionState;
const FIELDS = ['id', 'body'];

function follow() {
  const live = new FakeLive().install();
  const updates: LiveUpdate[] = [];
  const data = { queryType: 'logs' };
  const subscription = followChannel(getGrafanaLiveSrv(), { uid: 'jobs-1', path: 'logs/3f', data }).subscribe(
    (update) => updates.push(update)
  );
  return { live, updates, subscription };
}

/** Rows as lists of values, states by their words. */
const told = (updates: readonly LiveUpdate[]) =>
  updates.map((update) =>
    update.type === 'state'
      ? [update.state, update.continuity].join(' ')
      : update.frame.fields.map(({ values }) => [...values])
  );

describe('followChannel', () => {
  it('follows the path of the data source, and says which query it is', () => {
    const { live, subscription } = follow();
    expect(live.last.address).toEqual({ scope: 'ds', stream: 'jobs-1', path: 'logs/3f', data: { queryType: 'logs' } });
    subscription.unsubscribe();
    expect(live.last.isLeft).toBe(true);
  });

  it('gives every packet’s rows once and in order, by the schema that went before', () => {
    const { live, updates } = follow();
    live.connection(Connected, statePacket(FIELDS, 'opening', { continuity: '' }));
    live.packet(statePacket(FIELDS, 'live'));
    live.packet(rowsPacket(['a', 'b'], ['first', 'second']));
    live.packet(rowsPacket(['c'], ['third']));
    expect(told(updates)).toEqual([
      'opening 0/',
      'live 0/1-0',
      [
        ['a', 'b'],
        ['first', 'second'],
      ],
      [['c'], ['third']],
    ]);
  });

  it('is told how the channel does when it joins one that runs', () => {
    const { live, updates } = follow();
    live.connection(Pending);
    live.connection(Connected, statePacket(FIELDS, 'live', { continuity: '7-2' }));
    live.packet(rowsPacket(['x'], ['joined']));
    expect(told(updates)).toEqual(['live 0/7-2', [['x'], ['joined']]]);
  });

  it.each([[Connecting], [Disconnected]])(
    'makes the list be asked for again after the connection was %s: what was sent meanwhile is gone',
    (state) => {
      const { live, updates } = follow();
      live.connection(Connected, statePacket(FIELDS, 'live'));
      live.connection(state);
      live.connection(state);
      live.connection(Connected, statePacket(FIELDS, 'live'));
      expect(told(updates)).toEqual(['live 0/1-0', 'away ', 'live 1/1-0']);
    }
  );

  it('says nothing of a connection that is still being made', () => {
    const { live, updates } = follow();
    live.connection(Pending);
    live.connection(Connecting);
    expect(updates).toEqual([]);
  });

  it('passes on what the backend says is missing', () => {
    const { live, updates } = follow();
    live.connection(
      Connected,
      statePacket(FIELDS, 'live', { continuity: '1-1', message: '30 changes were left out.' })
    );
    expect(updates).toEqual([
      { type: 'state', state: 'live', continuity: '0/1-1', message: '30 changes were left out.' },
    ]);
  });

  it.each([
    [Invalid, 'permission denied'],
    [Shutdown, 'unknown channel'],
    [Pending, 'limit exceeded'],
  ])('is refused in words when the channel is %s', (state, error) => {
    const { live, updates } = follow();
    live.connection(state, undefined, error);
    expect(updates).toEqual([
      { type: 'state', state: 'refused', continuity: '', message: `Grafana Live refused the channel: ${error}` },
    ]);
  });

  it('is away when the channel ends, and refused when it fails', () => {
    const ended = follow();
    ended.live.last.subscriber.complete();
    const failed = follow();
    failed.live.last.subscriber.error(new Error('no socket'));
    expect(told([...ended.updates, ...failed.updates])).toEqual(['away ', 'refused ']);
  });

  it('shows nothing of rows whose fields it does not know', () => {
    const { live, updates } = follow();
    live.packet(rowsPacket(['x'], ['early']));
    live.packet(statePacket(FIELDS, 'live'));
    live.packet(rowsPacket([], []));
    expect(told(updates)).toEqual(['live 0/1-0']);
  });
});
