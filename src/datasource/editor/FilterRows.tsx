import { firstOperator, type Condition, type FieldSpec } from '@openvcloud/contract/src/filter';
import { Button, InlineLabel, Stack } from '@grafana/ui';
import React from 'react';
import { type FieldValue } from '../query/fetchValues';
import { FilterRow } from './FilterRow';

export type Complete = (field: string, search: string, others: Condition[]) => Promise<FieldValue[]>;

interface Props {
  /** Tells the inputs of several editors on one page apart. */
  id: string;
  conditions: readonly Condition[];
  fields: Record<string, FieldSpec>;
  complete: Complete;
  onChange: (conditions: Condition[]) => void;
  onRunQuery: () => void;
}

/** The query's conditions, one row each, combined with AND. */
export function FilterRows({ id, conditions, fields, complete, onChange, onRunQuery }: Props) {
  const replaceAt = (index: number, condition: Condition) =>
    onChange(conditions.map((old, at) => (at === index ? condition : old)));
  const removeAt = (index: number) => {
    onChange(conditions.filter((_, at) => at !== index));
    onRunQuery();
  };
  const add = () => onChange([...conditions, emptyCondition(conditions, fields)]);

  return (
    <Stack direction="column" gap={0.5}>
      {conditions.map((condition, index) => (
        <FilterRow
          key={index}
          id={`${id}-${index}`}
          label={index === 0 ? 'Filters' : 'and'}
          condition={condition}
          fields={fields}
          complete={(search) =>
            complete(
              condition.field,
              search,
              conditions.filter((_, at) => at !== index)
            )
          }
          onChange={(changed) => replaceAt(index, changed)}
          onRemove={() => removeAt(index)}
          onRunQuery={onRunQuery}
        />
      ))}
      <Stack gap={0.5}>
        <InlineLabel width={14} transparent={conditions.length > 0}>
          {conditions.length === 0 ? 'Filters' : ''}
        </InlineLabel>
        <Button variant="secondary" icon="plus" onClick={add}>
          Add filter
        </Button>
      </Stack>
    </Stack>
  );
}

/** A new row starts with the first field that is not filtered yet: state, as a rule. */
function emptyCondition(conditions: readonly Condition[], fields: Record<string, FieldSpec>): Condition {
  const used = new Set(conditions.map(({ field }) => field));
  const candidates = Object.keys(fields).filter((name) => fields[name]?.isCompletable);
  const field = candidates.find((name) => !used.has(name)) ?? Object.keys(fields)[0] ?? '';
  return { field, operator: firstOperator(fields[field]?.kind), values: [] };
}
