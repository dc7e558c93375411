import { type DataSourcePluginOptionsEditorProps } from '@grafana/data';
import { config } from '@grafana/runtime';
import { Alert, FieldSet, InlineField, Input, SecretInput, SecureSocksProxySettings } from '@grafana/ui';
import React, { type ChangeEvent } from 'react';
import { ActSettings } from './editor/ActSettings';
import { ConnectionSettings } from './editor/ConnectionSettings';
import { MetricsSettings } from './editor/MetricsSettings';
import { type JobsDataSourceOptions, type JobsSecureJsonData } from './query/query';

type Props = DataSourcePluginOptionsEditorProps<JobsDataSourceOptions, JobsSecureJsonData>;

const LABEL_WIDTH = 20;

/** Where the Agent Controller is, and the token to read it with. */
export function ConfigEditor({ options, onOptionsChange }: Props) {
  const hasToken = options.secureJsonFields?.token === true;
  const isUrlGood = options.url === '' || /^https?:\/\/[^/\s]+/.test(options.url);
  const setToken = (event: ChangeEvent<HTMLInputElement>) =>
    onOptionsChange({ ...options, secureJsonData: { ...options.secureJsonData, token: event.target.value } });
  const resetToken = () =>
    onOptionsChange({
      ...options,
      secureJsonFields: { ...options.secureJsonFields, token: false },
      secureJsonData: { ...options.secureJsonData, token: '' },
    });

  return (
    <>
      <FieldSet label="Agent Controller">
        <InlineField
          label="URL"
          labelWidth={LABEL_WIDTH}
          htmlFor="controller-url"
          tooltip="As Grafana's server reaches it: queries and alert rules go through Grafana, never from the browser"
          invalid={!isUrlGood}
          error={`Expected http:// or https:// and a host, got "${options.url}".`}
          disabled={options.readOnly}
          required
        >
          <Input
            id="controller-url"
            width={50}
            placeholder="http://localhost:4400"
            value={options.url}
            onChange={(event) => onOptionsChange({ ...options, url: event.currentTarget.value.trim() })}
          />
        </InlineField>
        <InlineField
          label="Token"
          labelWidth={LABEL_WIDTH}
          htmlFor="controller-token"
          disabled={options.readOnly}
          required
        >
          <SecretInput
            id="controller-token"
            width={50}
            placeholder="Token with the role viewer"
            isConfigured={hasToken}
            value={options.secureJsonData?.token ?? ''}
            onChange={setToken}
            onReset={resetToken}
          />
        </InlineField>
        <Alert severity="info" title="Where the token comes from">
          At its first start the Agent Controller writes its tokens to <code>tokens.json</code> in its data folder (
          <code>$DATA_DIR/tokens.json</code>). Use the one named <code>viewer</code>: it can read jobs, logs and
          JumpScripts, and change nothing. An administrator can make more with <code>POST /api/v1/tokens</code>.
        </Alert>
      </FieldSet>
      <ActSettings options={options} onOptionsChange={onOptionsChange} />
      <MetricsSettings options={options} onOptionsChange={onOptionsChange} />
      <ConnectionSettings options={options} onOptionsChange={onOptionsChange} />
      {config.secureSocksDSProxyEnabled && (
        <SecureSocksProxySettings options={options} onOptionsChange={onOptionsChange} />
      )}
    </>
  );
}
