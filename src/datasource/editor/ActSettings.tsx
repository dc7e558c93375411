import { type DataSourcePluginOptionsEditorProps } from '@grafana/data';
import { Alert, FieldSet, InlineField, Input, RadioButtonGroup, SecretInput } from '@grafana/ui';
import React from 'react';
import { type JobsDataSourceOptions, type JobsSecureJsonData } from '../query/query';

type Props = DataSourcePluginOptionsEditorProps<JobsDataSourceOptions, JobsSecureJsonData>;

const LABEL_WIDTH = 20;
const ROLES = [
  { value: '', label: 'None' },
  { value: 'Admin', label: 'Admin' },
  { value: 'Editor', label: 'Editor and above' },
  { value: 'Viewer', label: 'Viewer and above' },
];

/** Who may run, re-run and cancel jobs from Grafana: nobody, until a token to act with and a rule are given. */
export function ActSettings({ options, onOptionsChange }: Props) {
  const hasToken = options.secureJsonFields?.operatorToken === true;
  const change = (changes: JobsDataSourceOptions) =>
    onOptionsChange({ ...options, jsonData: { ...options.jsonData, ...changes } });
  const setToken = (token: string, isStored: boolean) =>
    onOptionsChange({
      ...options,
      secureJsonFields: { ...options.secureJsonFields, operatorToken: isStored },
      secureJsonData: { ...options.secureJsonData, operatorToken: token },
    });

  return (
    <FieldSet label="Acting on jobs">
      <InlineField
        label="Operator token"
        labelWidth={LABEL_WIDTH}
        htmlFor="operator-token"
        tooltip="A token of the Agent Controller with the role operator. Without one, jobs can only be looked at"
        disabled={options.readOnly}
      >
        <SecretInput
          id="operator-token"
          width={50}
          placeholder="None: nobody acts from Grafana"
          isConfigured={hasToken}
          value={options.secureJsonData?.operatorToken ?? ''}
          onChange={(event) => setToken(event.currentTarget.value, false)}
          onReset={() => setToken('', false)}
        />
      </InlineField>
      <InlineField label="Role" labelWidth={LABEL_WIDTH} disabled={options.readOnly}>
        <RadioButtonGroup
          aria-label="The least role that may act"
          options={ROLES}
          value={options.jsonData.actRole ?? ''}
          onChange={(actRole) => change({ actRole })}
        />
      </InlineField>
      <InlineField
        label="Logins"
        labelWidth={LABEL_WIDTH}
        htmlFor="act-users"
        tooltip="People who may act whatever their role; separated by commas"
        disabled={options.readOnly}
      >
        <Input
          id="act-users"
          width={50}
          placeholder="alice, bob"
          value={options.jsonData.actUsers ?? ''}
          onChange={(event) => change({ actUsers: event.currentTarget.value })}
        />
      </InlineField>
      {isToldNobody(options) && (
        <Alert severity="info" title="Nobody may act yet">
          Choose a role or name people. Grafana checks both for each act; the controller’s audit trail has who acted.
        </Alert>
      )}
    </FieldSet>
  );
}

/** A token alone lets nobody act. */
function isToldNobody({ jsonData, secureJsonFields, secureJsonData }: Props['options']): boolean {
  const { actRole = '', actUsers = '' } = jsonData;
  const hasToken = secureJsonFields?.operatorToken === true || (secureJsonData?.operatorToken ?? '') !== '';
  return hasToken && actRole === '' && actUsers.trim() === '';
}
