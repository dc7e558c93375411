import { CoreApp, type DataQueryRequest } from '@grafana/data';
import { config, locationService } from '@grafana/runtime';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { panelData } from '../testing/panelProps';
import { HandOverMenu } from './HandOverMenu';
import { PANEL_KEY } from './newPanel';

jest.setTimeout(60_000);

const ALL = ['alert.rules:create', 'dashboards:create', 'datasources:explore'];

async function open(permissions = ALL, executed: string | undefined = 'GET /api/v1/jobs?from=1&q=disk&to=2') {
  Object.assign(config, {
    bootData: { user: { permissions: Object.fromEntries(permissions.map((one) => [one, true])) } },
  });
  locationService.push('/d/openvcloud-jobs');
  const datasource = { uid: 'jobs-1', type: 'openvcloud-jobs-datasource' };
  const targets = [{ refId: 'A', datasource }];
  const request = { app: CoreApp.Dashboard, targets, scopedVars: {} } as unknown as DataQueryRequest;
  render(<HandOverMenu executed={executed} data={panelData([], { request })} />);
  const user = userEvent.setup({ delay: null, pointerEventsCheck: 0 });
  const button = screen.queryByRole('button', { name: 'Use as' });
  if (button !== null) {
    await user.click(button);
  }
  return { user, button, choose: async (name: RegExp) => user.click(await screen.findByRole('menuitem', { name })) };
}

const where = () => locationService.getLocation();

it('takes what is shown to the editor of an alert rule', async () => {
  const { choose } = await open();
  await choose(/Alert rule/);
  expect(where().pathname).toBe('/alerting/new');
  expect(new URLSearchParams(where().search).get('defaults')).toContain('"search":"disk"');
});

it('takes it to a new dashboard, where Explore leaves its panels', async () => {
  const { choose } = await open();
  await choose(/Panel of a new dashboard/);
  expect(where().pathname).toBe('/dashboard/new');
  expect(localStorage.getItem(PANEL_KEY)).toContain('openvcloud-jobstable-panel');
});

it('takes it to Explore', async () => {
  const { choose } = await open();
  await choose(/Query in Explore/);
  expect(where().pathname).toBe('/explore');
  expect(where().search).toContain('disk');
});

it('says what one may not, and which permission is needed', async () => {
  const { choose } = await open(['datasources:explore']);
  await choose(/Alert rule/);
  expect(where().pathname).toBe('/d/openvcloud-jobs');
  expect(screen.getByText('You may not create alert rules here: ask an admin for alert.rules:create.')).toBeVisible();
  expect(screen.getByText(/You may not create dashboards here/)).toBeVisible();
  expect(screen.queryByText(/You may not use Explore/)).not.toBeInTheDocument();
});

it('is not there for rows that no query of ours gave', async () => {
  const { button } = await open(ALL, 'GET /api/v1/nodes');
  expect(button).toBeNull();
});
