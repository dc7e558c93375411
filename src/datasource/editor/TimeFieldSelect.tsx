import { Alert, Combobox, InlineField } from '@grafana/ui';
import { TIME_FIELDS, type TimeField } from '@openvcloud/contract/src/filter';
import React from 'react';
import { defaultTimeField, isAlerting, type JobsQuery } from '../query/query';
import { type OptionsProps } from './optionsProps';

const LABELS = {
  timeCreate: { label: 'Time create', description: 'When the job was asked for' },
  timeStart: { label: 'Time start', description: 'When an agent started it' },
  timeStop: { label: 'Time stop', description: 'When it ended on its node, perhaps long before that was known' },
  timeKnown: {
    label: 'Time known',
    description: 'When the controller learned how it ended: what alert rules count by',
  },
} as const;

/** Why a rule that looks at the last minutes should not go by another time. */
const MISSED_BY_RULES: Partial<Record<TimeField, string>> = {
  timeCreate: 'A job that runs for longer than the range has left it when it fails.',
  timeStart: 'A job that runs for longer than the range has left it when it fails.',
  timeStop: 'A job whose agent was cut off when it ended is reported after the range has passed.',
};

interface Props {
  query: JobsQuery;
  app: OptionsProps['app'];
  onChange: (changes: Partial<JobsQuery>) => void;
}

export function TimeFieldSelect({ query, app, onChange }: Props) {
  const value = query.timeField ?? defaultTimeField(query.queryType, app);
  const missed = isAlerting(app) && value !== undefined ? MISSED_BY_RULES[value] : undefined;
  return (
    <>
      <InlineField label="Time field" labelWidth={16} tooltip="Which time of a job the time range means">
        <Combobox
          id={`time-${query.refId}`}
          width={20}
          options={TIME_FIELDS.map((value) => ({ value, ...LABELS[value] }))}
          value={value}
          onChange={({ value }) => onChange({ timeField: value })}
        />
      </InlineField>
      {missed !== undefined && (
        <Alert severity="warning" title="A rule by this time misses jobs">
          {missed} By Time known every job is in the range at the moment its outcome becomes known.
        </Alert>
      )}
    </>
  );
}
