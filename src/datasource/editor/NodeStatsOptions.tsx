import { Alert, InlineField, MultiCombobox, Stack } from '@grafana/ui';
import { STAT_FIGURES, STAT_NAMES, statSpec, type StatFigure } from '@openvcloud/contract/src/nodeStat';
import React from 'react';
import { isAlerting } from '../query/query';
import { FormatSelect } from './FormatSelect';
import { thenRun, type OptionsProps } from './optionsProps';

const FIGURES: Readonly<Record<StatFigure, string>> = { min: 'Least', mean: 'Mean', max: 'Greatest' };
const UNITS: Readonly<Record<string, string>> = { percent: '%', bytes: 'bytes' };

/** Labels are not unique (memory used, in percent and in bytes): the unit tells them apart. */
function labelOf(stat: string): string {
  const { label, unit } = statSpec(stat);
  return unit === '' ? label : `${label} (${UNITS[unit] ?? unit})`;
}

const STATS = STAT_NAMES.map((value) => ({ value, label: labelOf(value), description: value }));

/** Which of a node's stats, and what is shown of the samples of an interval. */
export function NodeStatsOptions({ query, app, onChange, onRunQuery }: OptionsProps) {
  const changeAndRun = thenRun({ onChange, onRunQuery });
  const isSeries = isAlerting(app) && query.format !== 'number';
  return (
    <Stack wrap="wrap" gap={1}>
      <InlineField label="Stats" labelWidth={14} tooltip="None: everything the nodes measure">
        <MultiCombobox
          id={`stats-${query.refId}`}
          width="auto"
          minWidth={30}
          maxWidth={80}
          isClearable
          createCustomValue
          placeholder="All"
          options={STATS}
          value={query.stats ?? []}
          onChange={(options) => changeAndRun({ stats: options.map(({ value }) => value) })}
        />
      </InlineField>
      <InlineField label="Show" labelWidth={10} tooltip="Of the samples of each interval; none: their mean">
        <MultiCombobox
          id={`figures-${query.refId}`}
          width="auto"
          minWidth={20}
          maxWidth={40}
          placeholder={FIGURES.mean}
          options={STAT_FIGURES.map((value) => ({ value, label: FIGURES[value] }))}
          value={query.figures ?? []}
          onChange={(options) =>
            changeAndRun({ figures: STAT_FIGURES.filter((figure) => options.some(({ value }) => value === figure)) })
          }
        />
      </InlineField>
      <FormatSelect value={query.format} onChange={(format) => changeAndRun({ format })} />
      {isSeries && (
        <Alert severity="info" title="A rule wants one number">
          Choose the format Number: one figure over the rule&apos;s whole time range. A node that measured nothing in it
          is missing, not zero.
        </Alert>
      )}
    </Stack>
  );
}
