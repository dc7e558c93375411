import { locationService } from '@grafana/runtime';
import { act, renderHook } from '@testing-library/react';
import { useViewerParams } from './useViewerParams';

describe('useViewerParams', () => {
  beforeEach(() => locationService.push('/d/openvcloud-jobs/jobs?from=now-1h'));

  it('writes to the URL beside what is there, and Back undoes it', () => {
    const { result } = renderHook(() => useViewerParams(7, false));
    act(() => result.current[1]({ filter: ['cmd|contains|a & b', 'state|=|OK'] }));
    expect(locationService.getSearch().getAll('p7.filter')).toEqual(['cmd|contains|a & b', 'state|=|OK']);
    expect(locationService.getSearch().get('from')).toBe('now-1h');
    expect(result.current[0]).toEqual({ filter: ['cmd|contains|a & b', 'state|=|OK'] });

    act(() => locationService.getHistory().goBack());
    expect(result.current[0]).toEqual({});
  });

  it('makes no step of history for a write that changes nothing', () => {
    const { result } = renderHook(() => useViewerParams(7, false));
    act(() => result.current[1]({ q: ['x'] }));
    const { key } = locationService.getLocation();
    act(() => result.current[1]({ q: ['x'], sort: undefined }));
    expect(locationService.getLocation().key).toBe(key);
  });

  it('does not render again for changes of the URL that are not its own', () => {
    let renders = 0;
    renderHook(() => {
      renders++;
      return useViewerParams(7, false);
    });
    act(() => locationService.partial({ 'p8.q': 'x', from: 'now-6h' }));
    expect(renders).toBe(1);
  });

  it('keeps its state out of the URL when asked to', () => {
    const { result } = renderHook(() => useViewerParams(7, true));
    act(() => result.current[1]({ q: ['x'] }));
    expect(result.current[0]).toEqual({ q: ['x'] });
    expect(locationService.getLocation().search).toBe('?from=now-1h');
  });

  it('makes a step of history, unless it is asked to replace the one before', () => {
    const { result } = renderHook(() => useViewerParams(7, false));
    act(() => result.current[1]({ q: ['a'] }));
    act(() => result.current[1]({ q: ['ab'] }, 'replace'));
    expect(result.current[0]).toEqual({ q: ['ab'] });
    act(() => locationService.getHistory().goBack());
    expect(result.current[0]).toEqual({});
  });

  it('is restored by Forward, and by an address that somebody sent', () => {
    const { result } = renderHook(() => useViewerParams(7, false));
    act(() => result.current[1]({ q: ['a'] }));
    act(() => locationService.getHistory().goBack());
    act(() => locationService.getHistory().goForward());
    expect(result.current[0]).toEqual({ q: ['a'] });
    act(() => locationService.push('/d/y?p7.sort=cmd&p8.sort=queue'));
    expect(result.current[0]).toEqual({ sort: ['cmd'] });
  });

  it('keeps two panels of one page apart', () => {
    const one = renderHook(() => useViewerParams(7, false)).result;
    const other = renderHook(() => useViewerParams(8, false)).result;
    act(() => one.current[1]({ q: ['a'] }));
    act(() => other.current[1]({ q: ['b'] }));
    expect([one.current[0], other.current[0]]).toEqual([{ q: ['a'] }, { q: ['b'] }]);
  });

  it('writes to what the URL says now, not to what it said when it was drawn', () => {
    const { result } = renderHook(() => useViewerParams(7, false));
    const [, write] = result.current;
    act(() => write({ q: ['a'] }));
    act(() => write({ sort: ['cmd'] }));
    expect(result.current[0]).toEqual({ q: ['a'], sort: ['cmd'] });
  });

  it('gives back the same params as long as they say the same', () => {
    const { result, rerender } = renderHook(() => useViewerParams(7, false));
    act(() => result.current[1]({ q: ['a'] }));
    const [first] = result.current;
    rerender();
    act(() => locationService.partial({ from: 'now-6h' }));
    expect(result.current[0]).toBe(first);
  });

  it('listens no more when the panel is gone', () => {
    let renders = 0;
    const { unmount } = renderHook(() => {
      renders++;
      return useViewerParams(7, false);
    });
    unmount();
    act(() => locationService.partial({ 'p7.q': 'x' }));
    expect(renders).toBe(1);
  });

  it('takes out of its own state what a change takes out, where it keeps that out of the URL', () => {
    const { result } = renderHook(() => useViewerParams(7, true));
    act(() => result.current[1]({ q: ['x'], sort: ['cmd'] }));
    act(() => result.current[1]({ q: undefined }));
    expect(result.current[0]).toEqual({ sort: ['cmd'] });
  });
});
