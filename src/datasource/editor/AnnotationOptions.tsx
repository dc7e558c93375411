import { InlineField, Input, RadioButtonGroup, Stack } from '@grafana/ui';
import { LIMITS } from '@openvcloud/contract/src/limits';
import React from 'react';
import { type JobsQuery } from '../query/query';
import { thenRun, type OptionsProps } from './optionsProps';

type Shape = NonNullable<JobsQuery['shape']>;

const SHAPES: Array<{ value: Shape; label: string; description: string }> = [
  { value: 'region', label: 'Regions', description: 'From the start of a job to its end' },
  { value: 'point', label: 'Points', description: 'When a job ended' },
];

/** How jobs are marked on graphs, and how many of them. */
export function AnnotationOptions({ query, onChange, onRunQuery }: OptionsProps) {
  const id = `limit-${query.refId}`;
  const changeAndRun = thenRun({ onChange, onRunQuery });
  const setLimit = (text: string) => {
    const limit = Math.floor(Number(text));
    onChange({ limit: limit > 0 ? Math.min(limit, LIMITS.pageRows) : undefined });
  };
  return (
    <Stack wrap="wrap" gap={1}>
      <InlineField label="Mark as" labelWidth={14}>
        <RadioButtonGroup
          options={SHAPES}
          value={query.shape ?? 'region'}
          onChange={(shape) => changeAndRun({ shape })}
        />
      </InlineField>
      <InlineField
        label="At most"
        labelWidth={12}
        htmlFor={id}
        tooltip="Of more jobs those that failed stay, then those that run, then the longest; a mark at the end of the range says how many are left out"
      >
        <Input
          id={id}
          type="number"
          width={12}
          min={1}
          max={LIMITS.pageRows}
          placeholder={String(LIMITS.defaultAnnotations)}
          value={query.limit ?? ''}
          onChange={(event) => setLimit(event.currentTarget.value)}
          onBlur={onRunQuery}
        />
      </InlineField>
    </Stack>
  );
}
