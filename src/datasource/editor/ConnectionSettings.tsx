import { type DataSourcePluginOptionsEditorProps } from '@grafana/data';
import { CustomHeadersSettings, FieldSet, InlineField, InlineSwitch, Input, TLSAuthSettings } from '@grafana/ui';
import React from 'react';
import { type JobsDataSourceOptions, type JobsSecureJsonData } from '../query/query';

type Props = DataSourcePluginOptionsEditorProps<JobsDataSourceOptions, JobsSecureJsonData>;

const LABEL_WIDTH = 20;
const TLS_SWITCHES = [
  {
    name: 'tlsAuthWithCACert',
    label: 'Own CA certificate',
    tooltip: "The controller's certificate is signed by a CA that Grafana's server does not know",
  },
  { name: 'tlsAuth', label: 'Client certificate', tooltip: 'The controller asks its clients for a certificate' },
  {
    name: 'tlsSkipVerify',
    label: 'Skip verification',
    tooltip: 'Trust any certificate. For tests only: anybody in between can read the token',
  },
] as const;

/** TLS, timeout and headers of the connection from Grafana's server to the controller. */
export function ConnectionSettings({ options, onOptionsChange }: Props) {
  const http = options.jsonData;
  const change = (changes: JobsDataSourceOptions) =>
    onOptionsChange({ ...options, jsonData: { ...options.jsonData, ...changes } });

  return (
    <>
      <FieldSet label="Connection">
        <InlineField
          label="Timeout"
          labelWidth={LABEL_WIDTH}
          htmlFor="controller-timeout"
          tooltip="Seconds Grafana waits for an answer"
          disabled={options.readOnly}
        >
          <Input
            id="controller-timeout"
            type="number"
            min={1}
            width={12}
            placeholder="30"
            suffix="s"
            value={http.timeout ?? ''}
            onChange={({ currentTarget: { value } }) => change({ timeout: value === '' ? undefined : Number(value) })}
          />
        </InlineField>
        {TLS_SWITCHES.map(({ name, label, tooltip }) => (
          <InlineField key={name} label={label} labelWidth={LABEL_WIDTH} tooltip={tooltip} disabled={options.readOnly}>
            <InlineSwitch
              aria-label={label}
              value={http[name] ?? false}
              onChange={(event) => change({ [name]: event.currentTarget.checked })}
            />
          </InlineField>
        ))}
        {(http.tlsAuth || http.tlsAuthWithCACert) && (
          <TLSAuthSettings dataSourceConfig={options} onChange={onOptionsChange} />
        )}
      </FieldSet>
      <CustomHeadersSettings dataSourceConfig={options} onChange={onOptionsChange} />
    </>
  );
}
