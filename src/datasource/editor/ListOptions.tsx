import { Combobox, InlineField, InlineSwitch, Input, RadioButtonGroup, Stack } from '@grafana/ui';
import { DEFAULT_JOB_SORT, JOB_FIELDS } from '@openvcloud/contract/src/filter';
import { LIMITS } from '@openvcloud/contract/src/limits';
import React from 'react';
import { type JobsQuery } from '../query/query';
import { thenRun, type OptionsProps } from './optionsProps';
import { TimeFieldSelect } from './TimeFieldSelect';

const SORTS = Object.entries(JOB_FIELDS)
  .filter(([, spec]) => spec.isSortable)
  .map(([value, spec]) => ({ value, label: spec.label }));
const DIRECTIONS = [
  { value: 'backward', label: 'Newest first' },
  { value: 'forward', label: 'Oldest first' },
] as const;

/** Order, size and time of a list. */
export function ListOptions({ query, app, onChange, onRunQuery }: OptionsProps) {
  const changeAndRun = thenRun({ onChange, onRunQuery });
  // A sample is of one page.
  const most = query.queryType === 'jobLogs' ? LIMITS.pageRows : LIMITS.queryRows;
  const { limit = LIMITS.defaultPageRows } = query;
  const isLimitGood = Number.isInteger(limit) && limit >= 1 && limit <= most;

  return (
    <Stack wrap="wrap" gap={1} alignItems="flex-start">
      {query.queryType === 'jobs' ? (
        <>
          <SortFields query={query} onChange={changeAndRun} />
          <TimeFieldSelect query={query} app={app} onChange={changeAndRun} />
        </>
      ) : (
        <InlineField label="Order" labelWidth={14}>
          <RadioButtonGroup
            options={[...DIRECTIONS]}
            value={query.direction ?? 'backward'}
            onChange={(direction) => changeAndRun({ direction })}
          />
        </InlineField>
      )}
      <InlineField
        label="Limit"
        labelWidth={8}
        htmlFor={`limit-${query.refId}`}
        invalid={!isLimitGood}
        error={`Expected 1 to ${most} rows.`}
      >
        <Input
          id={`limit-${query.refId}`}
          type="number"
          min={1}
          max={most}
          width={10}
          placeholder={String(LIMITS.defaultPageRows)}
          value={query.limit ?? ''}
          onChange={({ currentTarget: { value } }) => onChange({ limit: value === '' ? undefined : Number(value) })}
          onBlur={onRunQuery}
          onKeyDown={(event) => event.key === 'Enter' && onRunQuery()}
        />
      </InlineField>
      <InlineField
        label="Ignore time range"
        labelWidth={18}
        tooltip="List all there are, whatever the dashboard's time range"
      >
        <InlineSwitch
          aria-label="Ignore time range"
          value={query.ignoreTimeRange ?? false}
          onChange={(event) => changeAndRun({ ignoreTimeRange: event.currentTarget.checked })}
        />
      </InlineField>
    </Stack>
  );
}

function SortFields({ query, onChange }: { query: JobsQuery; onChange: (changes: Partial<JobsQuery>) => void }) {
  const sort = query.sort ?? DEFAULT_JOB_SORT;
  const isDescending = sort.startsWith('-');
  const field = sort.replace(/^-/, '');
  return (
    <InlineField label="Sort by" labelWidth={14} htmlFor={`sort-${query.refId}`}>
      <Stack gap={0.5}>
        <Combobox
          id={`sort-${query.refId}`}
          width={22}
          options={SORTS}
          value={field}
          onChange={({ value }) => onChange({ sort: (isDescending ? '-' : '') + value })}
        />
        <RadioButtonGroup
          aria-label="Sort direction"
          options={[
            { value: true, icon: 'arrow-down', description: 'Descending' },
            { value: false, icon: 'arrow-up', description: 'Ascending' },
          ]}
          value={isDescending}
          onChange={(descending) => onChange({ sort: (descending ? '-' : '') + field })}
        />
      </Stack>
    </InlineField>
  );
}
