import { type TimeRange } from '@grafana/data';
import { Combobox, InlineField, InlineSwitch, Input, Stack, Text } from '@grafana/ui';
import React from 'react';
import { METRICS_SOURCES } from '../nodeMetrics/metricsChoice';
import { FilterRows } from './editor/FilterRows';
import { type ValuesOf, type ValuesSource } from './query/fetchValues';
import { NODES, readVariableQuery, variableChoices, variableFields, type VariableQuery } from './query/variableQuery';

/** Of what Grafana gives an editor of variables. */
interface Props {
  query: VariableQuery;
  datasource: ValuesSource;
  range?: TimeRange;
  onChange: (query: VariableQuery) => void;
}

const SUBJECTS: Array<{ value: VariableQuery['of']; label: string }> = [
  { value: 'jobs', label: 'Jobs' },
  { value: 'logs', label: 'Log lines' },
  { value: 'jumpscripts', label: 'JumpScripts' },
  { value: 'nodeStats', label: 'Node stats' },
  { value: NODES, label: 'Nodes' },
  { value: METRICS_SOURCES, label: 'Sources of metrics' },
];

/** Choose a field; the variable lists the values it has. Grafana shows a preview below. */
export function VariableQueryEditor({ query: saved, onChange, datasource, range }: Props) {
  const query = readVariableQuery(saved);
  const change = (changes: Partial<VariableQuery>) => onChange({ ...query, ...changes });

  return (
    <Stack direction="column" gap={1}>
      <Stack wrap="wrap" gap={1}>
        <InlineField label="Values of" labelWidth={14}>
          <Combobox
            id="variable-of"
            width={20}
            options={SUBJECTS}
            value={query.of}
            onChange={({ value }) => change({ of: value, filters: [], field: keptField(value, query.field) })}
          />
        </InlineField>
        {query.of !== METRICS_SOURCES && <FieldChoice query={query} change={change} />}
      </Stack>
      {query.of !== METRICS_SOURCES && query.of !== NODES && (
        <Narrowing query={query} of={query.of} change={change} datasource={datasource} range={range} />
      )}
    </Stack>
  );
}

function keptField(of: VariableQuery['of'], field: string): string {
  const choices = variableChoices(of);
  return choices.some(({ value }) => value === field) ? field : (choices[0]?.value ?? '');
}

interface PartProps {
  query: VariableQuery;
  change: (changes: Partial<VariableQuery>) => void;
}

/** Which field, and which of its values. */
function FieldChoice({ query, change }: PartProps) {
  return (
    <>
      <InlineField label="Field" labelWidth={10}>
        <Combobox
          id="variable-field"
          width={24}
          options={variableChoices(query.of)}
          value={query.field}
          onChange={({ value }) => change({ field: value })}
        />
      </InlineField>
      <InlineField label="Search" labelWidth={10} htmlFor="variable-search" tooltip="Only values that contain this">
        <Input
          id="variable-search"
          width={24}
          placeholder="All"
          defaultValue={query.search}
          onBlur={(event) => change({ search: event.currentTarget.value })}
        />
      </InlineField>
    </>
  );
}

type NarrowingProps = PartProps & Pick<Props, 'datasource' | 'range'> & { of: ValuesOf };

/** Of which jobs or lines, and how the values are shown. */
function Narrowing({ query, of, change, datasource, range }: NarrowingProps) {
  return (
    <>
      <FilterRows
        id="variable"
        conditions={query.filters ?? []}
        fields={variableFields(of)}
        complete={(field, search, others) => datasource.fetchValues(of, field, search, others, range)}
        onChange={(filters) => change({ filters })}
        // Grafana's variable page runs the query on every stored change.
        onRunQuery={() => undefined}
      />
      <Text variant="bodySmall" color="secondary">
        At most 200 values are offered, most frequent first. <em>All</em> of a variable with <em>Include All</em> leaves
        the filter out. Where filters, search, time range or <em>Regex</em> narrow the variable it means the values
        offered; <code>__all</code> as custom all value leaves the filter out there, too. Filters above may name other
        variables, which this one then depends on; <em>Regex</em> below takes parts of the values.
      </Text>
      <Stack wrap="wrap" gap={1}>
        <InlineField label="Show counts" labelWidth={14} tooltip="How often each value occurs, beside it">
          <InlineSwitch
            aria-label="Show counts"
            value={query.showCounts ?? false}
            onChange={(event) => change({ showCounts: event.currentTarget.checked })}
          />
        </InlineField>
        <InlineField label="In time range only" labelWidth={18} tooltip="Off: a link with an older value keeps working">
          <InlineSwitch
            aria-label="In time range only"
            value={query.inTimeRange ?? false}
            onChange={(event) => change({ inTimeRange: event.currentTarget.checked })}
          />
        </InlineField>
      </Stack>
    </>
  );
}
