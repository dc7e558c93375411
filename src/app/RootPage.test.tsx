import { locationService } from '@grafana/runtime';
import { render, screen, waitFor } from '@testing-library/react';
import React from 'react';
import { fakeGrafanaServer } from '../testing/grafanaWire';
import { RootPage } from './RootPage';

beforeEach(() => locationService.push('/a/openvcloud-jobs-app'));

describe('RootPage', () => {
  it('leads to the Jobs dashboard', async () => {
    fakeGrafanaServer(() => ({ data: [{ uid: 'openvcloud-jobs' }] }));
    render(<RootPage />);
    await waitFor(() => expect(locationService.getLocation().pathname).toBe('/d/openvcloud-jobs/jobs'));
  });

  it('takes range and variables along', async () => {
    fakeGrafanaServer(() => ({ data: [{ uid: 'openvcloud-jobs' }] }));
    locationService.push('/a/openvcloud-jobs-app/jobs?from=1&to=2&var-node=a&var-node=b&other=x');
    render(<RootPage />);
    await waitFor(() => expect(locationService.getLocation().pathname).toBe('/d/openvcloud-jobs/jobs'));
    expect(locationService.getLocation().search).toBe('?from=1&to=2&var-node=a&var-node=b');
  });

  it('leads to the configuration when there is no Jobs dashboard', async () => {
    fakeGrafanaServer(() => ({ data: [] }));
    render(<RootPage />);
    await waitFor(() => expect(locationService.getLocation().pathname).toBe('/plugins/openvcloud-jobs-app'));
  });

  it('stays and says so when Grafana cannot be asked', async () => {
    fakeGrafanaServer(() => ({ status: 500, data: { message: 'database is locked' } }));
    render(<RootPage />);
    expect(await screen.findByText('database is locked')).toBeInTheDocument();
  });
});
