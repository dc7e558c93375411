import { type QueryEditorProps } from '@grafana/data';
import { Alert, Button, Combobox, InlineField, Stack } from '@grafana/ui';
import React from 'react';
import { CountsOptions } from './editor/CountsOptions';
import { FilterRows } from './editor/FilterRows';
import { ListOptions } from './editor/ListOptions';
import { TextField } from './editor/TextField';
import { type JobsDataSource } from './datasource';
import { migrateQuery } from './migrateQuery';
import {
  defaultQuery,
  fieldsOf,
  isAlerting,
  QUERY_TYPE_SPECS,
  QUERY_TYPES,
  valuesOf,
  type JobsDataSourceOptions,
  type JobsQuery,
  type QueryType,
} from './query';

type Props = QueryEditorProps<JobsDataSource, JobsQuery, JobsDataSourceOptions>;

const toOption = (value: QueryType) => ({
  value,
  label: QUERY_TYPE_SPECS[value].label,
  description: QUERY_TYPE_SPECS[value].description,
});

/** Every change is stored at once; the query runs when a choice is made or a text field is left. */
export function QueryEditor({ query: saved, onChange, onRunQuery, datasource, app, range }: Props) {
  const query = migrateQuery(saved);
  const { queryType } = query;
  const change = (changes: Partial<JobsQuery>) => onChange({ ...query, ...changes });
  const changeAndRun = (changes: Partial<JobsQuery>) => {
    change(changes);
    onRunQuery();
  };
  const text = { onChange: change, onRunQuery };
  const fields = fieldsOf(queryType);
  const types: readonly QueryType[] = isAlerting(app) ? ['jobCounts'] : QUERY_TYPES;

  if (!types.includes(queryType)) {
    return (
      <Alert severity="warning" title={`An alert rule cannot evaluate ${QUERY_TYPE_SPECS[queryType].label}`}>
        <p>Alert rules need numbers. Job counts are exact, and are never cut to a number of rows.</p>
        <Button size="sm" onClick={() => changeAndRun({ ...defaultQuery(app) })}>
          Use job counts
        </Button>
      </Alert>
    );
  }

  return (
    <Stack direction="column" gap={1}>
      <Stack wrap="wrap" gap={1} alignItems="flex-start">
        <InlineField label="Query type" labelWidth={14} tooltip={QUERY_TYPE_SPECS[queryType].description}>
          <Combobox
            id={`type-${query.refId}`}
            width={24}
            options={types.map(toOption)}
            value={queryType}
            onChange={({ value }) => changeAndRun(withType(query, value))}
          />
        </InlineField>
        {(queryType === 'job' || queryType === 'logs') && (
          <TextField
            query={query}
            name="guid"
            label="Job"
            hint={queryType === 'logs' ? 'All jobs' : 'Guid or ${guid}'}
            {...text}
          />
        )}
        {queryType === 'jumpscript' && (
          <>
            <TextField
              query={query}
              name="jumpscriptId"
              label="JumpScript"
              hint="organization:name or ${jumpscript}"
              {...text}
            />
            <TextField query={query} name="jumpscriptVersion" label="Version" hint="Current" {...text} />
          </>
        )}
        {QUERY_TYPE_SPECS[queryType].hasSearch && (
          <TextField
            query={query}
            name="search"
            label="Search"
            hint={queryType === 'logs' ? 'Message' : 'Free text'}
            {...text}
          />
        )}
      </Stack>
      {fields !== undefined && (
        <FilterRows
          id={query.refId}
          conditions={query.filters ?? []}
          fields={fields}
          complete={(field, search, others) =>
            datasource.fetchValues(valuesOf(queryType), field, search, others, range)
          }
          onChange={(filters) => change({ filters })}
          onRunQuery={onRunQuery}
        />
      )}
      {queryType === 'jobCounts' && <CountsOptions query={query} onChange={changeAndRun} />}
      {(queryType === 'jobs' || queryType === 'logs') && (
        <ListOptions query={query} onChange={change} onRunQuery={onRunQuery} />
      )}
    </Stack>
  );
}

/** Conditions survive a change of type where their fields exist there too. */
function withType(query: JobsQuery, queryType: QueryType): Partial<JobsQuery> {
  const fields = fieldsOf(queryType) ?? {};
  return { queryType, filters: query.filters?.filter(({ field }) => Object.hasOwn(fields, field)) };
}
