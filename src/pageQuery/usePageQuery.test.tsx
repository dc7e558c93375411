import { createDataFrame, LoadingState, type DataFrame, type DataQueryError } from '@grafana/data';
import { act, renderHook, waitFor } from '@testing-library/react';
import { FakeDataSource } from '../testing/FakeDataSource';
import { panelRun, type PanelRun } from '../testing/panelRun';
import { type QueryChanges } from './askDataSource';
import { usePageQuery } from './usePageQuery';

// jsdom is slow on a busy machine.
jest.setTimeout(30_000);

const TARGET = { refId: 'A', queryType: 'jobs', datasource: { uid: 'jobs-1' } };
const frame = (name: string): DataFrame => createDataFrame({ name, fields: [{ name: 'guid', values: [name] }] });

interface Step extends Partial<PanelRun<object>> {
  changes?: QueryChanges;
  target?: typeof TARGET;
  hasTarget?: boolean;
  errors?: DataQueryError[];
}

let dataSource: FakeDataSource;
beforeEach(() => {
  dataSource = new FakeDataSource().install();
});

function setup(first: Step) {
  const view = renderHook(
    ({ changes, hasTarget = true, errors, ...run }: Step) => {
      const { data } = panelRun({ options: {}, target: TARGET, series: [frame('own')], ...run });
      return usePageQuery(errors === undefined ? data : { ...data, errors }, hasTarget ? TARGET : undefined, changes);
    },
    { initialProps: first }
  );
  const names = () => view.result.current.frames.map(({ name }) => name);
  return { ...view, names, page: () => view.result.current };
}

async function asked(count: number) {
  await waitFor(() => expect(dataSource.asked).toHaveLength(count));
  return dataSource.last;
}
const answer = (name: string) => act(async () => dataSource.last.answer(frame(name)));
const fail = (message: string, kept: DataFrame[] = []) => act(async () => dataSource.last.fail(message, kept));

describe('a page without changes', () => {
  it("is what the panel's own query answered, and asks nothing", async () => {
    const { names, page } = setup({});
    await act(async () => undefined);
    expect(names()).toEqual(['own']);
    expect(page()).toMatchObject({ isLoading: false, isStale: false, error: undefined });
    expect(dataSource.asked).toHaveLength(0);
  });

  it("is loading while the panel's own query runs", () => {
    expect(setup({ state: LoadingState.Loading }).page()).toMatchObject({ isLoading: true, isStale: false });
  });

  it.each<[string, Step, string]>([
    ["the controller's words", { errors: [{ message: 'x', data: { message: 'No such field.' } }] }, 'No such field.'],
    ['the message', { errors: [{ message: 'refused' }] }, 'refused'],
  ])('says %s when its query failed', (_, step, text) => {
    expect(setup({ ...step, state: LoadingState.Error }).page().error).toBe(text);
  });

  it('says that its query failed also when that has no message', () => {
    expect(setup({ state: LoadingState.Error }).page().error).toMatch(/without a message/);
  });

  it('asks nothing where the panel has no query of its kind, whatever the viewer wants', async () => {
    const { names } = setup({ changes: { sort: 'cmd' }, hasTarget: false });
    await act(async () => undefined);
    expect(dataSource.asked).toHaveLength(0);
    expect(names()).toEqual(['own']);
  });
});

describe('a refresh that fails', () => {
  it('leaves the rows that the data source still has of the panel’s own query, under the error', () => {
    const { names, page } = setup({ state: LoadingState.Error, error: 'out', series: [frame('own')] });
    expect(names()).toEqual(['own']);
    expect(page().error).toBe('out');
  });

  it('leaves the rows of the page that the viewer chose', async () => {
    const changes = { sort: 'cmd' };
    const { names, page, rerender } = setup({ changes });
    await asked(1);
    await answer('sorted');
    rerender({ changes, run: 2 });
    await asked(2);
    await fail('out');
    expect(names()).toEqual(['sorted']);
    expect(page().error).toBe('out');
  });

  it('shows the rows that the data source still has of a page one comes back to', async () => {
    const { names, rerender } = setup({ changes: { sort: 'cmd' } });
    await asked(1);
    await answer('by command');
    rerender({ changes: { sort: 'runMs' } });
    await asked(2);
    await answer('by run');
    rerender({ changes: { sort: 'cmd' } });
    await asked(3);
    await fail('out', [frame('by command')]);
    expect(names()).toEqual(['by command']);
  });
});

describe('retry', () => {
  it("asks again after the panel's own query failed, and shows the answer without the error", async () => {
    const { names, page } = setup({ state: LoadingState.Error, error: 'refused', series: [] });
    act(() => page().retry());
    expect((await asked(1)).target).toEqual(TARGET);
    expect(page().isLoading).toBe(true);
    await answer('again');
    expect(names()).toEqual(['again']);
    expect(page()).toMatchObject({ isLoading: false, isStale: false, error: undefined });
  });

  it("shows the new error when the panel's own query fails once more, and can be asked again", async () => {
    const { page } = setup({ state: LoadingState.Error, error: 'refused', series: [] });
    act(() => page().retry());
    await asked(1);
    await fail('still refused');
    expect(page()).toMatchObject({ error: 'still refused', isLoading: false });
    act(() => page().retry());
    await asked(2);
    expect(page()).toMatchObject({ error: undefined, isLoading: true });
  });

  it("ends with the panel's next run: its own answer is shown again", async () => {
    const { names, page, rerender } = setup({ state: LoadingState.Error, error: 'refused', series: [] });
    act(() => page().retry());
    await asked(1);
    await answer('again');
    rerender({ run: 2 });
    expect(names()).toEqual(['own']);
    await act(async () => undefined);
    expect(dataSource.asked).toHaveLength(1);
  });

  it('asks for the same changes again, and shows that it does', async () => {
    const changes = { sort: 'cmd' };
    const { names, page } = setup({ changes });
    await asked(1);
    await fail('refused');
    expect(page()).toMatchObject({ error: 'refused', isLoading: false });
    expect(names()).toEqual([]);
    act(() => page().retry());
    expect(page()).toMatchObject({ error: undefined, isLoading: true });
    expect((await asked(2)).target).toEqual({ ...TARGET, sort: 'cmd' });
    await answer('sorted');
    expect(names()).toEqual(['sorted']);
  });
});

describe('a page with changes', () => {
  const changes = { sort: 'cmd' };

  it('shows the old frames as stale until the answer is here', async () => {
    const { names, page } = setup({ changes });
    expect(page()).toMatchObject({ isLoading: true, isStale: true });
    expect(names()).toEqual(['own']);
    expect((await asked(1)).target).toEqual({ ...TARGET, sort: 'cmd' });
    await answer('sorted');
    expect(names()).toEqual(['sorted']);
    expect(page()).toMatchObject({ isLoading: false, isStale: false });
  });

  it('is asked once for equal changes, however often the panel is drawn', async () => {
    const { rerender } = setup({ changes: { sort: 'cmd' } });
    await asked(1);
    rerender({ changes: { sort: 'cmd' } });
    await act(async () => undefined);
    expect(dataSource.asked).toHaveLength(1);
  });

  it('cancels the question before for other changes, and shows the last answer until the next is here', async () => {
    const { names, page, rerender } = setup({ changes });
    await asked(1);
    await answer('by command');
    rerender({ changes: { sort: 'queue' } });
    const second = await asked(2);
    expect(names()).toEqual(['by command']);
    expect(page().isStale).toBe(true);
    rerender({ changes: { sort: 'state' } });
    await asked(3);
    expect(second.isCancelled).toBe(true);
    await act(async () => second.answer(frame('late')));
    expect(names()).toEqual(['by command']);
    await answer('by state');
    expect(names()).toEqual(['by state']);
  });

  it('is asked again on each run of the panel, loading but not stale', async () => {
    const { names, page, rerender } = setup({ changes });
    await asked(1);
    await answer('first');
    rerender({ changes, run: 2 });
    expect((await asked(2)).request.requestId).toMatch(/^Q2-/);
    expect(names()).toEqual(['first']);
    expect(page()).toMatchObject({ isLoading: true, isStale: false });
    await answer('second');
    expect(names()).toEqual(['second']);
    expect(page().isLoading).toBe(false);
  });

  it('keeps the frames of the answer before when a refresh fails, and says why', async () => {
    const { names, page, rerender } = setup({ changes });
    await asked(1);
    await answer('first');
    rerender({ changes, run: 2 });
    await asked(2);
    await fail('refused');
    expect(names()).toEqual(['first']);
    expect(page()).toMatchObject({ error: 'refused', isLoading: false, isStale: false });
  });

  it('drops the error with the next answer', async () => {
    const { page, rerender } = setup({ changes });
    await asked(1);
    await fail('refused');
    rerender({ changes, run: 2 });
    await asked(2);
    await answer('second');
    expect(page().error).toBeUndefined();
  });

  it("does not show another page's error as its own", async () => {
    const { page, rerender } = setup({ changes });
    await asked(1);
    await fail('refused');
    rerender({ changes: { sort: 'queue' } });
    expect(page().error).toBeUndefined();
    await asked(2);
  });

  it("goes back to the panel's own answer when the changes are taken back, and forgets its own", async () => {
    const { names, page, rerender } = setup({ changes });
    const first = await asked(1);
    rerender({});
    expect(names()).toEqual(['own']);
    expect(page()).toMatchObject({ isLoading: false, isStale: false });
    expect(first.isCancelled).toBe(true);
    rerender({ changes });
    expect(names()).toEqual(['own']);
    expect(page().isStale).toBe(true);
    await asked(2);
  });

  it('forgets its answer when the changes are taken back: the same changes later are asked anew', async () => {
    const { names, page, rerender } = setup({ changes });
    await asked(1);
    await answer('first');
    rerender({});
    rerender({ changes });
    expect(names()).toEqual(['own']);
    expect(page().isStale).toBe(true);
    await asked(2);
    await answer('second');
    expect(names()).toEqual(['second']);
  });

  it('cancels its question when the panel goes away', async () => {
    const { unmount } = setup({ changes });
    const first = await asked(1);
    unmount();
    expect(first.isCancelled).toBe(true);
  });
});
