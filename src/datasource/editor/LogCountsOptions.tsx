import { Stack } from '@grafana/ui';
import React from 'react';
import { isAlerting } from '../query/query';
import { FormatSelect } from './FormatSelect';
import { FractionWarning } from './FractionWarning';
import { thenRun, type OptionsProps } from './optionsProps';

/** Lines of each level over time, or one number of each. */
export function LogCountsOptions({ query, app, onChange, onRunQuery }: OptionsProps) {
  const changeAndRun = thenRun({ onChange, onRunQuery });
  return (
    <Stack wrap="wrap" gap={1}>
      <FormatSelect value={query.format} onChange={(format) => changeAndRun({ format })} />
      {isAlerting(app) && query.format !== 'number' && <FractionWarning />}
    </Stack>
  );
}
