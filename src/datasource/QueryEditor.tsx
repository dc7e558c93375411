import { type QueryEditorProps } from '@grafana/data';
import { type DataQuery } from '@grafana/schema';
import { Alert, Button, Combobox, InlineField, Stack } from '@grafana/ui';
import React, { useEffect, useRef } from 'react';
import { FilterRows } from './editor/FilterRows';
import { thenRun } from './editor/optionsProps';
import { QueryHints } from './editor/QueryHints';
import { QUERY_TYPE_EDITORS } from './editor/queryTypeEditors';
import { TextField } from './editor/TextField';
import { type JobsDataSource } from './datasource';
import { migrateQuery } from './query/migrateQuery';
import {
  ALERT_TYPES,
  defaultQuery,
  fieldsOf,
  isAlerting,
  QUERY_TYPE_SPECS,
  QUERY_TYPES,
  valuesOf,
  type JobsDataSourceOptions,
  type JobsQuery,
  type QueryType,
} from './query/query';

type Props = QueryEditorProps<JobsDataSource, JobsQuery, JobsDataSourceOptions>;

const toOption = (value: QueryType) => ({
  value,
  label: QUERY_TYPE_SPECS[value].label,
  description: QUERY_TYPE_SPECS[value].description,
});

/** Every change is stored at once; the query runs when a choice is made or a text field is left. */
export function QueryEditor({ query: saved, queries, onChange, onRunQuery, datasource, app, range, data }: Props) {
  const query = migrateQuery(saved);
  const { queryType } = query;
  // What a person writes here may name variables, also in a query that came with its variables replaced.
  const change = (changes: Partial<JobsQuery>) => onChange({ ...query, isReplaced: undefined, ...changes });
  const changeAndRun = thenRun({ onChange: change, onRunQuery });
  const part = { query, app, onChange: change, onRunQuery };
  const isShownOnly = isAlerting(app) && isUntouched(queries?.find(({ refId }) => refId === saved.refId));
  const isStored = useRef(false);
  useEffect(() => {
    if (isShownOnly && !isStored.current) {
      isStored.current = true;
      onChange(query);
    }
  });
  const { description, fields, search } = QUERY_TYPE_SPECS[queryType];
  const { Choice, Options } = QUERY_TYPE_EDITORS[queryType] ?? {};
  const types: readonly QueryType[] = typesFor(queryType, app);

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
        <InlineField label="Query type" labelWidth={14} tooltip={description}>
          <Combobox
            id={`type-${query.refId}`}
            width={24}
            options={types.map(toOption)}
            value={queryType}
            onChange={({ value }) => changeAndRun(withType(query, value))}
          />
        </InlineField>
        {Choice !== undefined && <Choice {...part} />}
        {search !== undefined && <TextField {...part} name="search" label="Search" hint={search} />}
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
      {Options !== undefined && <Options {...part} />}
      <QueryHints query={query} data={data} onFix={changeAndRun} />
    </Stack>
  );
}

/** Alert rules need numbers; annotations are made of one type, of which nothing else can be made. */
function typesFor(queryType: QueryType, app?: string): readonly QueryType[] {
  if (isAlerting(app)) {
    return ALERT_TYPES;
  }
  return queryType === 'jobAnnotations' ? [queryType] : QUERY_TYPES.filter((type) => type !== 'jobAnnotations');
}

/** Grafana's rule editor shows the defaults of a new query, and saves the query without them. */
function isUntouched(stored: DataQuery | undefined): boolean {
  return stored !== undefined && !stored.queryType;
}

/** Conditions survive a change of type where their fields exist there too. */
function withType(query: JobsQuery, queryType: QueryType): Partial<JobsQuery> {
  const fields = fieldsOf(queryType) ?? {};
  return { queryType, filters: query.filters?.filter(({ field }) => Object.hasOwn(fields, field)) };
}
