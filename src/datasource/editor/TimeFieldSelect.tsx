import { Combobox, InlineField } from '@grafana/ui';
import { TIME_FIELDS } from '@openvcloud/contract/src/filter';
import React from 'react';
import { QUERY_TYPE_SPECS, type JobsQuery } from '../query/query';

const LABELS = {
  timeCreate: { label: 'Time create', description: 'When the job was asked for' },
  timeStart: { label: 'Time start', description: 'When an agent started it' },
  timeStop: { label: 'Time stop', description: 'When it ended' },
} as const;

interface Props {
  query: JobsQuery;
  onChange: (changes: Partial<JobsQuery>) => void;
}

export function TimeFieldSelect({ query, onChange }: Props) {
  return (
    <InlineField label="Time field" labelWidth={16} tooltip="Which time of a job the dashboard's time range means">
      <Combobox
        id={`time-${query.refId}`}
        width={20}
        options={TIME_FIELDS.map((value) => ({ value, ...LABELS[value] }))}
        value={query.timeField ?? QUERY_TYPE_SPECS[query.queryType].timeField}
        onChange={({ value }) => onChange({ timeField: value })}
      />
    </InlineField>
  );
}
