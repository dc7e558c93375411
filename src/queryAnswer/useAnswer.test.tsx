import { createDataFrame, LoadingState, type DataFrame, type PanelData } from '@grafana/data';
import { renderHook } from '@testing-library/react';
import { panelData } from '../testing/panelProps';
import { useAnswer } from './useAnswer';

const frame = (name: string): DataFrame => createDataFrame({ name, fields: [{ name: 'guid', values: [name] }] });
const nameOf = (frames: readonly DataFrame[]): { name: string } | null => {
  const name = frames[0]?.name;
  return name === undefined ? null : { name };
};

function setup(first: PanelData) {
  const { result, rerender } = renderHook(
    ({ data, wanted }: { data: PanelData; wanted: string }) => useAnswer(data, wanted, nameOf),
    { initialProps: { data: first, wanted: 'one' } }
  );
  return { answer: () => result.current, rerender: (data: PanelData, wanted = 'one') => rerender({ data, wanted }) };
}

describe('useAnswer', () => {
  it('has nothing before the first answer, and says that it is coming', () => {
    for (const state of [LoadingState.NotStarted, LoadingState.Loading]) {
      expect(setup(panelData([], { state })).answer()).toEqual({ value: null, isLoading: true, error: undefined });
    }
  });

  it('is what the query answered', () => {
    expect(setup(panelData([frame('a')])).answer()).toEqual({
      value: { name: 'a' },
      isLoading: false,
      error: undefined,
    });
  });

  it('keeps the last good value while the query runs again', () => {
    const { answer, rerender } = setup(panelData([frame('a')]));
    rerender(panelData([], { state: LoadingState.Loading }));
    expect(answer()).toEqual({ value: { name: 'a' }, isLoading: true, error: undefined });
  });

  it('keeps the last good value when the query fails, and says why', () => {
    const { answer, rerender } = setup(panelData([frame('a')]));
    rerender(panelData([], { state: LoadingState.Error, errors: [{ message: 'refused' }] }));
    expect(answer()).toEqual({ value: { name: 'a' }, isLoading: false, error: 'refused' });
  });

  it('keeps the newest of several, not the first', () => {
    const { answer, rerender } = setup(panelData([frame('a')]));
    rerender(panelData([frame('b')]));
    rerender(panelData([], { state: LoadingState.Loading }));
    expect(answer().value).toEqual({ name: 'b' });
  });

  it('never shows the value of another question with the error of this one', () => {
    const series = [frame('a')];
    const { answer, rerender } = setup(panelData(series));
    rerender(panelData(series, { state: LoadingState.Loading }), 'another');
    rerender(panelData([], { state: LoadingState.Error, errors: [{ message: 'no such job' }] }), 'another');
    expect(answer()).toEqual({ value: null, isLoading: false, error: 'no such job' });
  });

  it('lets go of the value when the query answers with nothing: what is gone is not shown', () => {
    const { answer, rerender } = setup(panelData([frame('a')]));
    rerender(panelData([]));
    expect(answer()).toEqual({ value: null, isLoading: false, error: undefined });
  });

  it('gives back the same value as long as the frames are the same, so that nothing is drawn again', () => {
    const series = [frame('a')];
    const { answer, rerender } = setup(panelData(series));
    const first = answer().value;
    rerender(panelData(series, { state: LoadingState.Loading }));
    expect(answer().value).toBe(first);
  });

  it.each<[string, Partial<PanelData>, string | RegExp]>([
    ['the first of several errors', { errors: [{ message: 'first' }, { message: 'second' }] }, 'first'],
    ['the words of the controller', { errors: [{ data: { message: 'No such job.' } }] }, 'No such job.'],
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- 12.4 sets only `error` when a request fails as a whole
    ['an error of the request as a whole', { error: { message: 'timeout' } }, 'timeout'],
    ['an error without words', { errors: [{}] }, /without a message/],
  ])('reads %s', (_, changes, text) => {
    expect(setup(panelData([], { state: LoadingState.Error, ...changes })).answer().error).toMatch(text);
  });
});
