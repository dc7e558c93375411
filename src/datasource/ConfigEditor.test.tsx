import { type DataSourceSettings } from '@grafana/data';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';
import { ConfigEditor } from './ConfigEditor';
import { type JobsDataSourceOptions, type JobsSecureJsonData } from './query/query';

// jsdom is slow on a busy machine.
jest.setTimeout(30_000);

type Settings = DataSourceSettings<JobsDataSourceOptions, JobsSecureJsonData>;

function setup(changes: Partial<Settings>) {
  const current: { settings: Settings } = {
    settings: { url: '', jsonData: {}, secureJsonFields: {}, ...changes } as unknown as Settings,
  };
  function Host() {
    const [settings, setSettings] = useState(current.settings);
    current.settings = settings;
    return <ConfigEditor options={settings} onOptionsChange={setSettings} />;
  }
  render(<Host />);
  return { current, user: userEvent.setup() };
}

describe('ConfigEditor', () => {
  it('stores URL, token and timeout where the backend reads them', async () => {
    const { current, user } = setup({});
    await user.type(screen.getByLabelText(/^URL/), 'http://controller:4400');
    await user.type(screen.getByPlaceholderText('Token with the role viewer'), 'secret');
    await user.type(screen.getByLabelText('Timeout'), '15');
    expect(current.settings).toMatchObject({
      url: 'http://controller:4400',
      jsonData: { timeout: 15 },
      secureJsonData: { token: 'secret' },
    });
  });

  it('stores by which labels a node is found in metrics of Prometheus', async () => {
    const { current, user } = setup({});
    await user.type(screen.getByLabelText('Labels of a node'), 'nodename="$x"');
    expect(current.settings.jsonData).toEqual({ metricsLabels: 'nodename="$x"' });
  });

  it('never shows a stored token, and clears it on Reset', async () => {
    const { current, user } = setup({ secureJsonFields: { token: true } });
    expect(screen.getByDisplayValue('configured')).toBeDisabled();
    await user.click(screen.getByRole('button', { name: 'Reset' }));
    expect(current.settings).toMatchObject({ secureJsonFields: { token: false }, secureJsonData: { token: '' } });
  });

  it('stores the token to act with apart from the one to read with, and who may act', async () => {
    const { current, user } = setup({});
    await user.type(screen.getByLabelText(/^Operator token/), 'secret');
    expect(screen.getByText('Nobody may act yet')).toBeInTheDocument();
    await user.type(screen.getByLabelText(/^Logins/), 'alice, bob');
    await user.click(screen.getByRole('radio', { name: 'Editor and above' }));
    expect(screen.queryByText('Nobody may act yet')).not.toBeInTheDocument();
    expect(current.settings).toMatchObject({
      jsonData: { actRole: 'Editor', actUsers: 'alice, bob' },
      secureJsonData: { operatorToken: 'secret' },
    });
  });

  it('says what is wrong with a URL', () => {
    setup({ url: 'controller:4400' });
    expect(screen.getByText('Expected http:// or https:// and a host, got "controller:4400".')).toBeInTheDocument();
  });

  it('stores custom headers where the SDK reads them', async () => {
    const { current, user } = setup({});
    await user.click(screen.getByRole('button', { name: 'Add header' }));
    await user.type(screen.getByPlaceholderText('X-Custom-Header'), 'X-Team');
    await user.type(screen.getByPlaceholderText('Header Value'), 'storage');
    await user.tab();
    expect(current.settings).toMatchObject({
      jsonData: { httpHeaderName1: 'X-Team' },
      secureJsonData: { httpHeaderValue1: 'storage' },
    });
  });

  it('asks for a client certificate once it is needed', async () => {
    const { current, user } = setup({});
    expect(screen.queryByText('TLS/SSL Auth Details')).not.toBeInTheDocument();
    await user.click(screen.getByRole('switch', { name: 'Client certificate' }));
    expect(current.settings.jsonData.tlsAuth).toBe(true);
    expect(screen.getByText('TLS/SSL Auth Details')).toBeInTheDocument();
  });
});
