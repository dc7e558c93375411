import { act, renderHook } from '@testing-library/react';
import { useLoaded } from './useLoaded';

/** Loads that the test answers, one after the other. */
function setup() {
  const answers: Array<{ resolve: (value: string) => void; reject: (error: unknown) => void }> = [];
  const load = () => new Promise<string>((resolve, reject) => answers.push({ resolve, reject }));
  const view = renderHook((current: typeof load) => useLoaded(current), { initialProps: load });
  return { ...view, answers, loaded: () => view.result.current[0], again: () => act(() => view.result.current[1]()) };
}

describe('useLoaded', () => {
  it('is loading, and then what was loaded', async () => {
    const { answers, loaded } = setup();
    expect(loaded()).toEqual({ status: 'loading' });
    await act(async () => answers[0]?.resolve('a'));
    expect(loaded()).toEqual({ status: 'loaded', value: 'a' });
    expect(answers).toHaveLength(1);
  });

  it('is why nothing could be loaded', async () => {
    const { answers, loaded } = setup();
    await act(async () => answers[0]?.reject(new Error('refused')));
    expect(loaded()).toEqual({ status: 'failed', message: 'refused' });
  });

  it('loads again, and shows what it had until that is here', async () => {
    const { answers, loaded, again } = setup();
    await act(async () => answers[0]?.resolve('a'));
    again();
    expect(loaded()).toEqual({ status: 'loaded', value: 'a' });
    await act(async () => answers[1]?.resolve('b'));
    expect(loaded()).toEqual({ status: 'loaded', value: 'b' });
  });

  it('drops an answer, good or bad, that comes after it was asked again', async () => {
    const { answers, loaded, again } = setup();
    again();
    again();
    await act(async () => answers[2]?.resolve('newest'));
    await act(async () => answers[0]?.resolve('old'));
    await act(async () => answers[1]?.reject(new Error('old')));
    expect(loaded()).toEqual({ status: 'loaded', value: 'newest' });
  });

  it('loads something else when it is given another load', async () => {
    const { answers, loaded, rerender } = setup();
    rerender(async () => 'other');
    await act(async () => answers[0]?.resolve('first'));
    expect(loaded()).toEqual({ status: 'loaded', value: 'other' });
  });

  it('gives back the same way to load again, so that nothing is drawn for it', async () => {
    const { result, answers } = setup();
    const [, first] = result.current;
    await act(async () => answers[0]?.resolve('a'));
    expect(result.current[1]).toBe(first);
  });
});
