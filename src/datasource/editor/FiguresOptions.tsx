import { InlineField, MultiCombobox, Stack } from '@grafana/ui';
import { GROUP_FIELDS, JOB_FIELDS } from '@openvcloud/contract/src/filter';
import React from 'react';
import { isAlerting } from '../query/query';
import { FormatSelect } from './FormatSelect';
import { FractionWarning } from './FractionWarning';
import { thenRun, type OptionsProps } from './optionsProps';
import { TimeFieldSelect } from './TimeFieldSelect';

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
        <FormatSelect value={format} onChange={(chosen) => changeAndRun({ format: chosen })} />
      )}
      <TimeFieldSelect query={query} app={app} onChange={changeAndRun} />
      {isFraction && <FractionWarning />}
    </Stack>
  );
}
