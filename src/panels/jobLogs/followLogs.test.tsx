import { LoadingState, type DataFrame } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { act, screen, within } from '@testing-library/react';
import { askingPanel } from '../../testing/askingPanel';
import { JobLogsPanel } from './JobLogsPanel';
import { linesFrom, logsFrame } from './lines/logsFrame.fixture';
import { type JobLogsOptions } from './options';

const OPTIONS: JobLogsOptions = { columns: ['time'], wrap: true };
const TARGET = { refId: 'A', queryType: 'logs', version: 2, guid: 'job-1', datasource: { uid: 'openvcloud-jobs' } };
const NEWEST_FIRST = { ...TARGET, direction: 'backward' };

const { dataSource, show, asked, answer, fail } = askingPanel({
  Panel: JobLogsPanel,
  options: OPTIONS,
  target: TARGET,
  address: '/d/openvcloud-job/job-details?from=now-6h&to=now',
});
const settle = () => act(async () => undefined);
/** The lines in the order they are shown. */
const shown = () =>
  within(screen.getByRole('table'))
    .queryAllByText(/^line \d+$/)
    .map(({ textContent }) => Number(textContent?.slice(5)));

/** Lines as the controller sorts them when the newest come first. */
const newestFirst = (first: number, count: number, meta: Parameters<typeof logsFrame>[1] = {}) =>
  logsFrame(linesFrom(first, count).reverse(), meta);

describe('newest lines first, over several pages', () => {
  it('shows the pages one after the other, from the newest to the oldest', async () => {
    show([newestFirst(5, 2, { total: 6, next: 'c4' })], { target: NEWEST_FIRST });
    expect((await asked(1)).target).toMatchObject({ direction: 'backward', cursor: 'c4', at: undefined });
    await answer(newestFirst(3, 2, { total: 6, next: 'c2', prev: 'p5' }));
    expect((await asked(2)).target).toMatchObject({ direction: 'backward', cursor: 'c2' });
    await answer(newestFirst(1, 2, { total: 6, prev: 'p3' }));
    expect(shown()).toEqual([6, 5, 4, 3, 2, 1]);
    expect(screen.getByRole('status')).toHaveTextContent('6 lines');
    await settle();
    expect(dataSource.asked).toHaveLength(2);
  });

  it('puts what a refresh of the panel brings on top, and keeps the older pages', async () => {
    const { update } = show([newestFirst(5, 2, { next: 'c4' })], { target: NEWEST_FIRST });
    await asked(1);
    await answer(newestFirst(1, 4, { prev: 'p5' }));
    update({ run: 2, series: [newestFirst(6, 3, { next: 'c5' })] });
    await settle();
    expect(shown()).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
    expect(dataSource.asked).toHaveLength(1);
  });

  it('begins anew when more came than a page holds, instead of hiding a gap', async () => {
    const { update } = show([newestFirst(5, 2)], { target: NEWEST_FIRST });
    update({ run: 2, series: [newestFirst(20, 2, { next: 'c19' })] });
    await asked(1);
    expect(shown()).toEqual([21, 20]);
  });

  it('of a list of the viewer’s own asks for the newest page again on refresh', async () => {
    locationService.push('/d/x?p7.order=newest');
    const { update } = show([logsFrame(linesFrom(1, 2))]);
    await asked(1);
    await answer(newestFirst(3, 2, { next: 'c2' }));
    await asked(2);
    await answer(newestFirst(1, 2, { prev: 'p3' }));
    update({ run: 2 });
    expect((await asked(3)).target).toMatchObject({ direction: 'backward', cursor: undefined, at: 'first' });
    await answer(newestFirst(4, 2, { next: 'c3' }));
    expect(shown()).toEqual([5, 4, 3, 2, 1]);
  });

  it('are not asked for while one looks at older lines, whose page has newer ones before it', async () => {
    locationService.push('/d/x?p7.order=newest&p7.cursor=c9');
    const { update } = show([logsFrame(linesFrom(1, 2))]);
    await asked(1);
    await answer(newestFirst(7, 2, { prev: 'p9' }));
    await asked(2);
    await fail('refused');
    update({ run: 2 });
    await settle();
    expect(dataSource.asked).toHaveLength(2);
  });
});

describe('oldest lines first, over several pages', () => {
  it('asks for the last page again on refresh: the panel’s own page is the first', async () => {
    const { update } = show([logsFrame(linesFrom(1, 2), { next: 'c3' })]);
    await asked(1);
    await answer(logsFrame(linesFrom(3, 2), { prev: 'p2' }));
    update({ run: 2, series: [logsFrame(linesFrom(1, 2), { next: 'c3' })] });
    expect((await asked(2)).target).toMatchObject({ cursor: 'c3', direction: 'forward' });
    await answer(logsFrame(linesFrom(3, 3), { prev: 'p2' }));
    expect(shown()).toEqual([1, 2, 3, 4, 5]);
  });

  it('goes on to the page that follows when the last one has filled meanwhile', async () => {
    const { update } = show([logsFrame(linesFrom(1, 2))]);
    update({ run: 2, series: [logsFrame(linesFrom(1, 3), { next: 'c4' })] });
    expect((await asked(1)).target).toMatchObject({ cursor: 'c4' });
    await answer(logsFrame(linesFrom(4, 1), { prev: 'p3' }));
    expect(shown()).toEqual([1, 2, 3, 4]);
  });

  it('loads backwards from the end it begins at', async () => {
    locationService.push('/d/x?p7.at=last');
    show([logsFrame(linesFrom(1, 2), { next: 'c3' })]);
    expect((await asked(1)).target).toMatchObject({ at: 'last', cursor: undefined });
    await answer(logsFrame(linesFrom(8, 2), { prev: 'p8' }));
    await asked(2);
    await answer(logsFrame(linesFrom(6, 2), { next: 'n7' }));
    expect(shown()).toEqual([6, 7, 8, 9]);
  });
});

describe('following', () => {
  async function tick(ms: number) {
    await act(() => jest.advanceTimersByTimeAsync(ms));
  }
  function follow(series: DataFrame[], search = 'p7.follow=on', run: Parameters<typeof show>[1] = {}) {
    jest.useFakeTimers();
    locationService.push(`/d/x?${search}`);
    return show(series, run);
  }

  it('asks every two seconds for what was added, and shows it', async () => {
    follow([logsFrame(linesFrom(1, 2))]);
    await tick(1999);
    expect(dataSource.asked).toHaveLength(0);
    await tick(1);
    expect(dataSource.asked).toHaveLength(1);
    expect(dataSource.last.target).toMatchObject({ at: 'first', cursor: undefined, guid: 'job-1' });
    await answer(logsFrame(linesFrom(1, 3)));
    expect(shown()).toEqual([1, 2, 3]);
    await tick(2000);
    expect(dataSource.asked).toHaveLength(2);
    await answer(logsFrame(linesFrom(1, 4)));
    expect(shown()).toEqual([1, 2, 3, 4]);
  });

  it('asks for the newest page alone where there are several', async () => {
    follow([logsFrame(linesFrom(1, 2), { next: 'c3' })]);
    await tick(0);
    await answer(logsFrame(linesFrom(3, 1), { prev: 'p2' }));
    await tick(2000);
    expect(dataSource.asked).toHaveLength(2);
    expect(dataSource.last.target.cursor).toBe('c3');
    await answer(logsFrame(linesFrom(3, 2), { prev: 'p2' }));
    expect(shown()).toEqual([1, 2, 3, 4]);
  });

  it('puts what was added on top where the newest come first', async () => {
    follow([newestFirst(1, 2)], 'p7.follow=on', { target: NEWEST_FIRST });
    await tick(2000);
    expect(dataSource.last.target).toMatchObject({ direction: 'backward', at: 'first' });
    await answer(newestFirst(1, 3));
    expect(shown()).toEqual([3, 2, 1]);
  });

  it('asks one question at a time, however slow the answer', async () => {
    follow([logsFrame(linesFrom(1, 2))]);
    await tick(10_000);
    expect(dataSource.asked).toHaveLength(1);
  });

  it('goes on after a question that failed, and says what happened until then', async () => {
    follow([logsFrame(linesFrom(1, 2))]);
    await tick(2000);
    await fail('The controller does not answer.');
    expect(screen.getByRole('alert')).toHaveTextContent('The controller does not answer.');
    expect(shown()).toEqual([1, 2]);
    await tick(2000);
    await answer(logsFrame(linesFrom(1, 3)));
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    expect(shown()).toEqual([1, 2, 3]);
  });

  it('rests while the page is not looked at', async () => {
    const visibility = jest.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    follow([logsFrame(linesFrom(1, 2))]);
    await tick(6000);
    expect(dataSource.asked).toHaveLength(0);
    visibility.mockReturnValue('visible');
    await tick(2000);
    expect(dataSource.asked).toHaveLength(1);
  });

  it('is not done by a panel that was not asked to, and ends with its switch', async () => {
    follow([logsFrame(linesFrom(1, 2))], 'x=1');
    await tick(6000);
    expect(dataSource.asked).toHaveLength(0);
    const toggle = () => act(async () => screen.getByLabelText('Follow').click());
    await toggle();
    expect(locationService.getSearch().get('p7.follow')).toBe('on');
    await tick(2000);
    expect(dataSource.asked).toHaveLength(1);
    await answer(logsFrame(linesFrom(1, 2)));
    await toggle();
    expect(locationService.getSearch().has('p7.follow')).toBe(false);
    await tick(6000);
    expect(dataSource.asked).toHaveLength(1);
  });

  it('ends when the panel goes away, and its question is cancelled', async () => {
    const { unmount } = follow([logsFrame(linesFrom(1, 2))]);
    await tick(2000);
    unmount();
    expect(dataSource.last.isCancelled).toBe(true);
    await tick(6000);
    expect(dataSource.asked).toHaveLength(1);
  });
});

describe("the panel's own query", () => {
  it('that failed is asked again by Retry, and its error goes with the answer', async () => {
    const { user } = show([], { state: LoadingState.Error, error: 'The controller does not answer.' });
    expect(screen.getByRole('alert')).toHaveTextContent('The controller does not answer.');
    await user.click(screen.getByRole('button', { name: 'Retry' }));
    expect((await asked(1)).target).toMatchObject({ guid: 'job-1', at: 'first', direction: 'forward' });
    await answer(logsFrame(linesFrom(1, 2)));
    expect(shown()).toEqual([1, 2]);
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('that fails once more by Retry says so, and can be asked again', async () => {
    const { user } = show([], { state: LoadingState.Error, error: 'first' });
    await user.click(screen.getByRole('button', { name: 'Retry' }));
    await asked(1);
    await fail('second');
    expect(screen.getByRole('alert')).toHaveTextContent('second');
    await user.click(screen.getByRole('button', { name: 'Retry' }));
    await asked(2);
  });

  it('that fails on a refresh says so and keeps the lines, also those of other pages', async () => {
    const { update } = show([logsFrame(linesFrom(1, 2), { next: 'c3' })]);
    await asked(1);
    await answer(logsFrame(linesFrom(3, 2), { prev: 'p2' }));
    update({ run: 2, series: [], state: LoadingState.Error, error: 'The controller does not answer.' });
    await settle();
    expect(screen.getByRole('alert')).toHaveTextContent('The controller does not answer.');
    expect(shown()).toEqual([1, 2, 3, 4]);
  });

  it('that runs again leaves the lines as they are until it is answered', async () => {
    const { update } = show([logsFrame(linesFrom(1, 2))]);
    update({ run: 2, series: [], state: LoadingState.Loading });
    await settle();
    expect(shown()).toEqual([1, 2]);
  });
});

describe('a list of the viewer’s own', () => {
  it('is dimmed while it is the one before, and cancels its question for another', async () => {
    const { user } = show([logsFrame(linesFrom(1, 2))]);
    await user.click(screen.getByLabelText('Newest first'));
    const first = await asked(1);
    expect(shown()).toEqual([1, 2]);
    await user.click(screen.getByLabelText('Oldest first'));
    await settle();
    expect(first.isCancelled).toBe(true);
    await act(async () => first.answer(newestFirst(8, 2)));
    expect(shown()).toEqual([1, 2]);
  });

  it('is asked with the new range when the dashboard’s changes while it begins', async () => {
    locationService.push('/d/x?p7.order=newest');
    const { update } = show([logsFrame(linesFrom(1, 2))]);
    const first = await asked(1);
    update({ run: 2 });
    const second = await asked(2);
    expect(first.isCancelled).toBe(true);
    expect(second.target).toMatchObject({ direction: 'backward', at: 'first' });
    expect(second.request.requestId).toMatch(/^Q2-/);
  });

  it('is taken to its start and its end by buttons', async () => {
    const { user } = show([logsFrame(linesFrom(1, 2))]);
    await user.click(screen.getByRole('button', { name: 'End' }));
    expect((await asked(1)).target).toMatchObject({ at: 'last' });
    expect(locationService.getSearch().get('p7.at')).toBe('last');
    await answer(logsFrame(linesFrom(8, 2)));
    await user.click(screen.getByRole('button', { name: 'End' }));
    expect((await asked(2)).target).toMatchObject({ at: 'last' });
    await answer(logsFrame(linesFrom(8, 2)));
    await user.click(screen.getByRole('button', { name: 'Start' }));
    await settle();
    expect(locationService.getSearch().has('p7.at')).toBe(false);
    expect(shown()).toEqual([1, 2]);
  });
});
