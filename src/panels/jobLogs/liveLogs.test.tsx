import { locationService } from '@grafana/runtime';
import { act, screen, within } from '@testing-library/react';
import { type LiveUpdate } from '../../liveQuery/liveUpdate';
import { askingPanel } from '../../testing/askingPanel';
import { JobLogsPanel } from './JobLogsPanel';
import { linesFrom, logsFrame } from './lines/logsFrame.fixture';
import { type JobLogsOptions } from './options';

const OPTIONS: JobLogsOptions = { columns: ['time'], wrap: true };
const TARGET = { refId: 'A', queryType: 'logs', version: 2, guid: 'job-1', datasource: { uid: 'openvcloud-jobs' } };

const { dataSource, show, answer, fail } = askingPanel({
  Panel: JobLogsPanel,
  options: OPTIONS,
  target: TARGET,
  address: '/d/openvcloud-job/job-details?from=now-6h&to=now&p7.follow=on',
});
const shown = () =>
  within(screen.getByRole('table'))
    .queryAllByText(/^line \d+$/)
    .map(({ textContent }) => Number(textContent?.slice(5)));
const LIVE: LiveUpdate = { type: 'state', state: 'live', continuity: '1' };
const tick = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));
const say = (...updates: LiveUpdate[]) => act(async () => updates.forEach((update) => dataSource.say(update)));
const store = (first: number, count: number) => say({ type: 'rows', frame: logsFrame(linesFrom(first, count)) });
const press = (name: string) => act(async () => screen.getByRole('button', { name }).click());

/** Two lines, followed, and asked for once more since it began. */
async function follow(lines = logsFrame(linesFrom(1, 2)), run: Parameters<typeof show>[1] = {}) {
  jest.useFakeTimers();
  dataSource.followable();
  const panel = show([lines], run);
  await tick(0);
  await say(LIVE);
  await tick(0);
  return panel;
}

describe('log lines that are followed', () => {
  it('show as they are stored, each once, with one question for what lay between', async () => {
    await follow();
    expect(dataSource.asked).toHaveLength(1);
    expect(dataSource.last.target).toMatchObject({ at: 'last', direction: 'forward', cursor: undefined });
    await store(3, 2);
    await answer(logsFrame(linesFrom(1, 3)));
    expect(shown()).toEqual([1, 2, 3, 4]);
    await store(4, 2);
    expect(shown()).toEqual([1, 2, 3, 4, 5]);
    expect(screen.getByRole('status')).toHaveTextContent('5 lines');
    await tick(20_000);
    expect(dataSource.asked).toHaveLength(1);
    expect(screen.getByText('Live')).toBeInTheDocument();
  });

  it('join on top where the newest come first', async () => {
    const newest = logsFrame(linesFrom(1, 2).reverse());
    await follow(newest, { target: { ...TARGET, direction: 'backward' } as never });
    expect(dataSource.last.target).toMatchObject({ at: 'first', direction: 'backward' });
    await answer(newest);
    await store(3, 2);
    expect(shown()).toEqual([4, 3, 2, 1]);
  });

  it('are asked for again after a gap, and begin anew when more came than a page holds', async () => {
    await follow();
    await answer(logsFrame(linesFrom(1, 2)));
    await say({ ...LIVE, continuity: '2', message: '30 changes were left out.' });
    await tick(0);
    expect(dataSource.asked).toHaveLength(2);
    await answer(logsFrame(linesFrom(40, 2), { prev: 'p40' }));
    await tick(0);
    expect(shown()).toEqual([40, 41]);
  });

  it('ask every two seconds while nothing can be followed, as before', async () => {
    await follow();
    await answer(logsFrame(linesFrom(1, 2)));
    await say({ type: 'state', state: 'off', continuity: '', message: 'Grafana Live is off on this server.' });
    expect(screen.getByText('Not live: asked for every 2 s')).toBeInTheDocument();
    await tick(2000);
    expect(dataSource.asked).toHaveLength(2);
    await answer(logsFrame(linesFrom(1, 3)));
    expect(shown()).toEqual([1, 2, 3]);
  });

  it('that are paused stay, are counted, and are fetched afterwards', async () => {
    await follow();
    await answer(logsFrame(linesFrom(1, 2)));
    await press('Pause');
    await store(3, 12);
    await tick(10_000);
    expect(screen.getByText('12 new')).toBeInTheDocument();
    expect(shown()).toEqual([1, 2]);
    expect(dataSource.asked).toHaveLength(1);
    await press('Live');
    await tick(0);
    expect(dataSource.asked).toHaveLength(2);
    await answer(logsFrame(linesFrom(1, 14)));
    expect(shown()).toHaveLength(14);
  });

  it('are let go but for the newest page when they are too many, and none of it is lost', async () => {
    await follow();
    await answer(logsFrame(linesFrom(1, 2)));
    await store(3, 9_999);
    expect(dataSource.asked).toHaveLength(2);
    await store(10_002, 3);
    await answer(logsFrame(linesFrom(9_502, 500), { prev: 'p9502', total: 10_001 }));
    expect(screen.getByText('10,004 lines, 503 loaded')).toBeInTheDocument();
    await tick(0);
    expect(dataSource.last.target.cursor).toBe('p9502');
  });

  it('are not asked for over and over when that fails', async () => {
    await follow();
    await answer(logsFrame(linesFrom(1, 2)));
    await store(3, 9_999);
    await fail('The controller does not answer.');
    await tick(1000);
    expect(dataSource.asked).toHaveLength(2);
    expect(screen.getByRole('alert')).toHaveTextContent('The controller does not answer.');
  });

  it('begin at the newest end when that is not loaded yet', async () => {
    jest.useFakeTimers();
    dataSource.followable();
    locationService.push('/d/x');
    show([logsFrame(linesFrom(1, 2), { next: 'c3' })]);
    await tick(0);
    await act(async () => screen.getByLabelText('Follow').click());
    expect(locationService.getSearch().get('p7.at')).toBe('last');
    expect(locationService.getSearch().get('p7.follow')).toBe('on');
  });
});
