import { InlineField, InlineSwitch, MultiCombobox, RadioButtonGroup, Stack } from '@grafana/ui';
import { GROUP_FIELDS, JOB_FIELDS } from '@openvcloud/contract/src/filter';
import React from 'react';
import { isAlerting, type JobsQuery } from '../query/query';
import { FormatSelect } from './FormatSelect';
import { FractionWarning } from './FractionWarning';
import { thenRun, type OptionsProps } from './optionsProps';
import { TimeFieldSelect } from './TimeFieldSelect';

const DURATIONS = [
  { value: 'run', label: 'Run' },
  { value: 'wait', label: 'Wait' },
];

/** How figures of jobs are put together: counts and the like. Alert rules are led to numbers. */
export function FiguresOptions({ query, app, onChange, onRunQuery }: OptionsProps) {
  const changeAndRun = thenRun({ onChange, onRunQuery });
  const format = query.format ?? 'timeseries';
  const isFraction = isAlerting(app) && format === 'timeseries';
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
            changeAndRun({ groupBy: GROUP_FIELDS.filter((field) => options.some(({ value }) => value === field)) })
          }
        />
      </InlineField>
      {(isFraction || !isAlerting(app)) && (
        <FormatSelect
          value={format}
          hasHeatmap={query.queryType === 'jobDurations'}
          onChange={(chosen) => changeAndRun({ format: chosen })}
        />
      )}
      {!isAlerting(app) && <OnGraphs query={query} change={changeAndRun} />}
      <TimeFieldSelect query={query} app={app} onChange={changeAndRun} />
      {isFraction && <FractionWarning />}
    </Stack>
  );
}

/** Which duration a heatmap is of, and the jobs that stand out. */
function OnGraphs({ query, change }: { query: JobsQuery; change: (changes: Partial<JobsQuery>) => void }) {
  const { format = 'timeseries' } = query;
  return (
    <>
      {format === 'heatmap' && (
        <InlineField label="Of" labelWidth={6}>
          <RadioButtonGroup
            options={DURATIONS}
            value={query.figure ?? 'run'}
            onChange={(figure) => change({ figure })}
          />
        </InlineField>
      )}
      {format !== 'number' && (
        <InlineField
          label="Exemplars"
          labelWidth={12}
          tooltip="Jobs that stand out as marks that lead to them: failed ones and the longest, at most one per interval and series"
        >
          <InlineSwitch
            aria-label="Exemplars"
            value={query.exemplars ?? false}
            onChange={(event) => change({ exemplars: event.currentTarget.checked })}
          />
        </InlineField>
      )}
    </>
  );
}
