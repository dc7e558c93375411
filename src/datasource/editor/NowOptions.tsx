import { Combobox, InlineField, RadioButtonGroup, Stack } from '@grafana/ui';
import { NOW_FIGURES, type NowFigure } from '@openvcloud/contract/src/nowFigures';
import React from 'react';
import { isAlerting, type QueryType } from '../query/query';
import { thenRun, type OptionsProps } from './optionsProps';

const FORMATS: Array<{ value: 'table' | 'number'; label: string; description: string }> = [
  { value: 'table', label: 'Table', description: 'Every field, a row each' },
  { value: 'number', label: 'Number', description: 'One figure of each: for stats and alert rules' },
];

const FIGURES: Readonly<Partial<Record<QueryType, readonly NowFigure[]>>> = NOW_FIGURES;

/** What is there now: a table, or one figure of each row. Alert rules take figures only. */
export function NowOptions({ query, app, onChange, onRunQuery }: OptionsProps) {
  const changeAndRun = thenRun({ onChange, onRunQuery });
  const figures = FIGURES[query.queryType] ?? [];
  const isNumber = isAlerting(app) || query.format === 'number';
  return (
    <Stack wrap="wrap" gap={1}>
      {!isAlerting(app) && (
        <InlineField label="Format" labelWidth={14}>
          <RadioButtonGroup
            options={FORMATS}
            value={query.format === 'number' ? 'number' : 'table'}
            onChange={(format: 'table' | 'number') => changeAndRun({ format })}
          />
        </InlineField>
      )}
      {isNumber && (
        <InlineField label="Figure" labelWidth={14}>
          <Combobox
            id={`figure-${query.refId}`}
            width={24}
            options={[...figures]}
            value={query.figure ?? figures[0]?.value}
            onChange={({ value }) => changeAndRun({ figure: value, format: 'number' })}
          />
        </InlineField>
      )}
    </Stack>
  );
}
