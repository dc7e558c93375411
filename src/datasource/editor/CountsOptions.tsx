import { InlineField, MultiCombobox, RadioButtonGroup, Stack } from '@grafana/ui';
import { GROUP_FIELDS, JOB_FIELDS } from '@openvcloud/contract/src/filter';
import React from 'react';
import { type JobsQuery } from '../query';
import { TimeFieldSelect } from './TimeFieldSelect';

const FORMATS = [
  { value: 'timeseries', label: 'Time series', description: 'One count per interval: graphs' },
  { value: 'number', label: 'Number', description: 'One count over the whole time range: stats and alert rules' },
] as const;

interface Props {
  query: JobsQuery;
  onChange: (changes: Partial<JobsQuery>) => void;
}

export function CountsOptions({ query, onChange }: Props) {
  return (
    <Stack wrap="wrap" gap={1}>
      <InlineField label="Group by" labelWidth={14} tooltip="One series per combination; none: one series with all">
        <MultiCombobox
          id={`group-${query.refId}`}
          width="auto"
          minWidth={30}
          maxWidth={60}
          isClearable
          placeholder="Nothing"
          options={GROUP_FIELDS.map((value) => ({ value, label: JOB_FIELDS[value].label }))}
          value={query.groupBy ?? []}
          onChange={(options) =>
            onChange({ groupBy: GROUP_FIELDS.filter((field) => options.some(({ value }) => value === field)) })
          }
        />
      </InlineField>
      <InlineField label="Format" labelWidth={10}>
        <RadioButtonGroup
          options={[...FORMATS]}
          value={query.format ?? 'timeseries'}
          onChange={(format) => onChange({ format })}
        />
      </InlineField>
      <TimeFieldSelect query={query} onChange={onChange} />
    </Stack>
  );
}
