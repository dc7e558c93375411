import { type AppPluginMeta, type PluginConfigPageProps } from '@grafana/data';
import { locationService, setDataSourceSrv, type DataSourceSrv } from '@grafana/runtime';
import { configure, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { fakeGrafanaServer, type SentRequest } from '../testing/grafanaWire';
import { giveLayout } from '../testing/layout';
import { ConfigPage } from './ConfigPage';

const INFO = {
  name: 'main',
  version: '0.1.0',
  gid: 1,
  startedAt: 1,
  role: 'viewer',
  nodes: 3,
  liveNodes: 2,
  jumpscripts: 16,
  brokenJumpscripts: 1,
  jobsByState: {},
  lastJob: { guid: '0198', cmd: 'disk', organization: 'acme', state: 'TIMEOUT', timeCreate: 1 },
  asOf: 2,
};
const ALL = [
  'openvcloud-jobs',
  'openvcloud-job',
  'openvcloud-jumpscripts',
  'openvcloud-jumpscript',
  'openvcloud-logs',
  'openvcloud-failures',
  'openvcloud-queues',
  'openvcloud-node',
];
const WITHOUT_TWO = ALL.filter((uid) => uid !== 'openvcloud-queues' && uid !== 'openvcloud-node');

type Answer = ReturnType<Parameters<typeof fakeGrafanaServer>[0]>;

function setup(dataSources: string[], answer: (request: SentRequest) => Answer, present = ALL, enabled = true) {
  setDataSourceSrv({
    // Grafana answers with its own data source whichever type one asks for.
    getList: () => [
      ...dataSources.map((uid) => ({ uid, name: `Jobs ${uid}`, type: 'openvcloud-jobs-datasource' })),
      { uid: 'grafana', name: '-- Grafana --', type: 'grafana' },
    ],
  } as unknown as DataSourceSrv);
  const dashboards = new Set(present);
  const sent = fakeGrafanaServer((request) => {
    if (request.url.startsWith('/api/search')) {
      return { data: [...dashboards].map((uid) => ({ uid })) };
    }
    if (request.url === '/api/dashboards/db') {
      dashboards.add((request.data as { dashboard: { uid: string } }).dashboard.uid);
      return { data: { status: 'success' } };
    }
    return answer(request);
  });
  const plugin = {
    meta: { enabled, baseUrl: 'public/plugins/openvcloud-jobs-app' },
  } as PluginConfigPageProps<AppPluginMeta>['plugin'];
  render(<ConfigPage plugin={plugin} query={{}} />);
  return { sent, user: userEvent.setup({ pointerEventsCheck: 0 }) };
}

const connected = ({ url }: SentRequest): Answer => {
  if (url.endsWith('/health')) {
    return { data: { status: 'OK', message: 'ok' } };
  }
  return url.endsWith('/resources/info') ? { data: INFO } : { data: { url: 'http://controller:4400' } };
};

giveLayout();
jest.setTimeout(60_000);
configure({ asyncUtilTimeout: 10_000 });

describe('ConfigPage', () => {
  it('shows which controller is connected, its agents and its last job', async () => {
    setup(['a'], connected);
    const card = within(await screen.findByRole('region', { name: 'Jobs a' }));
    expect(await card.findByText('Connected')).toBeInTheDocument();
    expect(card.getByText('http://controller:4400')).toBeInTheDocument();
    expect(card.getByText('main, version 0.1.0, grid 1')).toBeInTheDocument();
    expect(card.getByText(/2 live of 3/)).toBeInTheDocument();
    expect(card.getByText('16, 1 broken')).toBeInTheDocument();
    expect(card.getByRole('link', { name: /acme:disk/ })).toHaveAttribute(
      'href',
      expect.stringContaining('/d/openvcloud-job/job-details?var-ds=a&var-guid=0198')
    );
    expect(card.getByText('TIMEOUT')).toBeInTheDocument();
  });

  it('says why a controller does not answer, and asks again', async () => {
    let isUp = false;
    const { user } = setup(['a'], (request) =>
      isUp || !request.url.endsWith('/health')
        ? connected(request)
        : { status: 400, data: { status: 'ERROR', message: 'connection refused' } }
    );
    expect(await screen.findByText('connection refused')).toBeInTheDocument();
    expect(screen.getByText('The controller at http://controller:4400 cannot be asked')).toBeInTheDocument();
    isUp = true;
    await user.click(screen.getByRole('button', { name: 'Check again' }));
    expect(await screen.findByText('Connected')).toBeInTheDocument();
  });

  it('says so when something else than a controller answers', async () => {
    setup(['a'], (request) => (request.url.endsWith('/resources/info') ? { data: {} } : connected(request)));
    expect(await screen.findByText(/Expected the description of an Agent Controller/)).toBeInTheDocument();
  });

  it('says what to do when there is no data source, and makes one', async () => {
    const { user, sent } = setup([], ({ url }) =>
      url === '/api/datasources' ? { data: { datasource: { uid: 'new-1' } } } : undefined
    );
    expect(screen.getByText('Nothing is connected yet')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Add data source' }));
    await waitFor(() => expect(locationService.getLocation().pathname).toBe('/connections/datasources/edit/new-1'));
    expect(sent.find(({ method }) => method === 'POST')?.data).toMatchObject({ type: 'openvcloud-jobs-datasource' });
  });

  it('imports the missing dashboards and leaves the others alone', async () => {
    const { user, sent } = setup(
      [],
      ({ url }) => ({ data: { uid: url.includes('queues.json') ? 'openvcloud-queues' : 'openvcloud-node' } }),
      WITHOUT_TWO
    );
    await user.click(await screen.findByRole('button', { name: 'Import missing dashboards' }));
    await waitFor(() => expect(screen.queryByText('Missing')).not.toBeInTheDocument());

    const imports = sent.filter(({ url }) => url === '/api/dashboards/db').map(({ data }) => data);
    expect(imports).toEqual([
      expect.objectContaining({ dashboard: { uid: 'openvcloud-queues' }, overwrite: false }),
      expect.objectContaining({ dashboard: { uid: 'openvcloud-node' }, overwrite: false }),
    ]);
    expect(sent.map(({ url }) => url)).toContain('public/plugins/openvcloud-jobs-app/dashboards/queues.json');
  });

  it('says which dashboard could not be imported, and why', async () => {
    const { user } = setup([], () => ({ status: 404, data: { message: 'Not found' } }), WITHOUT_TWO);
    await user.click(await screen.findByRole('button', { name: 'Import missing dashboards' }));
    expect(await screen.findByText('Job Queues: Not found')).toBeInTheDocument();
  });

  it('makes a copy of a dashboard that can be shared externally, of the chosen controller', async () => {
    const saved = { uid: 'openvcloud-queues', title: 'Job Queues', panels: [], templating: { list: [{ name: 'ds' }] } };
    const { user, sent } = setup(['a', 'b'], (request) =>
      request.url.endsWith('queues.json') ? { data: saved } : connected(request)
    );
    await user.click(await screen.findByRole('combobox', { name: 'Agent Controller' }));
    await user.click(await screen.findByRole('option', { name: 'Jobs b' }));
    await user.click(await screen.findByRole('button', { name: 'Copy Job Queues' }));
    expect(await screen.findByRole('link', { name: 'Job Queues (public)' })).toHaveAttribute(
      'href',
      '/d/openvcloud-queues-public'
    );
    expect(sent.find(({ url }) => url === '/api/dashboards/db')?.data).toMatchObject({
      dashboard: { uid: 'openvcloud-queues-public', templating: { list: [] } },
      overwrite: true,
    });
  });

  it('says that the app has to be enabled first', async () => {
    setup([], () => undefined, ALL, false);
    expect(screen.getByText('The app is not enabled')).toBeInTheDocument();
    expect(await screen.findByRole('link', { name: 'Jobs' })).toHaveAttribute('href', '/d/openvcloud-jobs');
  });
});
