import { locationService } from '@grafana/runtime';
import { act, renderHook } from '@testing-library/react';
import { useViewerParams } from './useViewerParams';
import { changeViewerParams, readViewerParams, toUrlChanges, viewerKey } from './viewerParams';

describe('viewerParams', () => {
  it("reads only the panel's own parameters", () => {
    const params = readViewerParams(
      '?from=now-1h&p7.q=a+b&p7.filter=state%7C%3D%7COK&p7.filter=nid%7C%3D%7C1&p71.q=x',
      'p7.'
    );
    expect(params).toEqual({ q: ['a b'], filter: ['state|=|OK', 'nid|=|1'] });
  });

  it('takes a parameter out when its change has no values', () => {
    expect(changeViewerParams({ q: ['a'], sort: ['-runMs'] }, { q: undefined, filter: [], limit: ['25'] })).toEqual({
      sort: ['-runMs'],
      limit: ['25'],
    });
  });

  it('gives equal keys to equal params', () => {
    expect(viewerKey({ a: ['1'], b: ['2'] })).toBe(viewerKey({ b: ['2'], a: ['1'] }));
  });

  it('writes one value plainly, several as a list, none as null', () => {
    expect(toUrlChanges({ q: ['x'], filter: ['a', 'b'], sort: undefined }, 'p7.')).toEqual({
      'p7.q': 'x',
      'p7.filter': ['a', 'b'],
      'p7.sort': null,
    });
  });
});

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
});
