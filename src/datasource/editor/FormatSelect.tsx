import { InlineField, RadioButtonGroup } from '@grafana/ui';
import React from 'react';
import { type JobsQuery } from '../query/query';

type Format = NonNullable<JobsQuery['format']>;

const FORMATS: Array<{ value: Format; label: string; description: string }> = [
  { value: 'timeseries', label: 'Time series', description: 'One value per interval: graphs' },
  { value: 'number', label: 'Number', description: 'One value over the whole time range: stats and alert rules' },
];

const HEATMAP = {
  value: 'heatmap',
  label: 'Heatmap',
  description: 'How many jobs took how long: the Heatmap panel',
} as const;

/** Figures over time, or one number of each. */
export function FormatSelect({
  value = 'timeseries',
  hasHeatmap = false,
  onChange,
}: {
  hasHeatmap?: boolean;
  value: Format | undefined;
  onChange: (format: Format) => void;
}) {
  return (
    <InlineField label="Format" labelWidth={10}>
      <RadioButtonGroup options={hasHeatmap ? [...FORMATS, HEATMAP] : FORMATS} value={value} onChange={onChange} />
    </InlineField>
  );
}
