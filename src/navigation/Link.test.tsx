import { locationUtil, type GrafanaConfig } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { act, render, renderHook, screen } from '@testing-library/react';
import React from 'react';
import { Link } from './Link';
import { useLocationSearch } from './useLocationSearch';

// jsdom is slow on a busy machine.
jest.setTimeout(30_000);

/** Grafana under a path of a server that has other things, too. */
function serveUnder(appSubUrl: string): void {
  locationUtil.initialize({
    config: { appSubUrl } as GrafanaConfig,
    getVariablesUrlParams: () => ({}),
    getTimeRangeForUrl: () => ({ from: 'now-1h', to: 'now' }),
  });
}

describe('Link', () => {
  afterEach(() => serveUnder(''));

  it('is a real link, with an address that can be opened in a new tab', () => {
    render(<Link href="/d/openvcloud-jobs">Jobs</Link>);
    expect(screen.getByRole('link', { name: 'Jobs' })).toHaveAttribute('href', '/d/openvcloud-jobs');
  });

  it('leads to the same place where Grafana is served under a path', () => {
    serveUnder('/grafana');
    render(<Link href="/d/openvcloud-jobs">Jobs</Link>);
    expect(screen.getByRole('link', { name: 'Jobs' })).toHaveAttribute('href', '/grafana/d/openvcloud-jobs');
  });
});

describe('useLocationSearch', () => {
  beforeEach(() => locationService.push('/d/x?from=now-1h'));

  it('follows the query of the page, also through Back', () => {
    const { result } = renderHook(() => useLocationSearch());
    expect(result.current).toBe('?from=now-1h');
    act(() => locationService.partial({ from: 'now-6h' }));
    expect(result.current).toBe('?from=now-6h');
    act(() => locationService.getHistory().goBack());
    expect(result.current).toBe('?from=now-1h');
  });

  it('draws nothing when the page changes and its query does not', () => {
    let draws = 0;
    renderHook(() => {
      draws++;
      return useLocationSearch();
    });
    act(() => locationService.push('/d/y?from=now-1h'));
    expect(draws).toBe(1);
  });
});
