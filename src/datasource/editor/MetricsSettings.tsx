import { type DataSourcePluginOptionsEditorProps } from '@grafana/data';
import { FieldSet, InlineField, Input } from '@grafana/ui';
import React from 'react';
import { DEFAULT_METRICS_LABELS } from '../../nodeMetrics/nodeLabels';
import { type JobsDataSourceOptions, type JobsSecureJsonData } from '../query/query';

type Props = DataSourcePluginOptionsEditorProps<JobsDataSourceOptions, JobsSecureJsonData>;

/** How a node is found in the metrics of Prometheus, which Job Details may show in place of what agents measured. */
export function MetricsSettings({ options, onOptionsChange }: Props) {
  return (
    <FieldSet label="Metrics of other data sources">
      <InlineField
        label="Labels of a node"
        labelWidth={20}
        htmlFor="metrics-labels"
        tooltip="Label matchers of PromQL by which node_exporter's metrics of a node are found. ${node}, ${nid} and ${gid} are the node's; ${node:regex} is its name as a pattern"
        disabled={options.readOnly}
      >
        <Input
          id="metrics-labels"
          width={50}
          placeholder={DEFAULT_METRICS_LABELS}
          value={options.jsonData.metricsLabels ?? ''}
          onChange={({ currentTarget: { value } }) =>
            onOptionsChange({
              ...options,
              jsonData: { ...options.jsonData, metricsLabels: value === '' ? undefined : value },
            })
          }
        />
      </InlineField>
    </FieldSet>
  );
}
