import {
  firstOperator,
  operatorSpec,
  OPERATORS_BY_KIND,
  type Condition,
  type FieldSpec,
  type Operator,
} from '@openvcloud/contract/src/filter';
import { Combobox, FieldValidationMessage, IconButton, InlineLabel, Stack } from '@grafana/ui';
import React from 'react';
import { checkCondition } from '../query/checkCondition';
import { type FieldValue } from '../query/fetchValues';
import { ConditionValues } from './ConditionValues';

interface Props {
  id: string;
  label: string;
  condition: Condition;
  fields: Record<string, FieldSpec>;
  complete: (search: string) => Promise<FieldValue[]>;
  onChange: (condition: Condition) => void;
  onRemove: () => void;
  onRunQuery: () => void;
}

export function FilterRow({ id, label, condition, fields, complete, onChange, onRemove, onRunQuery }: Props) {
  const spec = fields[condition.field];
  const fault = checkCondition(condition, fields);
  const changeAndRun = (changes: Partial<Condition>) => {
    onChange({ ...condition, ...changes });
    onRunQuery();
  };

  return (
    <div role="group" aria-label={`Filter on ${spec?.label ?? condition.field}`}>
      <Stack wrap="wrap" gap={0.5} alignItems="center">
        <InlineLabel width={14}>{label}</InlineLabel>
        {/* Combobox takes its name from another element only. */}
        <span hidden id={`field-label-${id}`}>
          Field
        </span>
        <span hidden id={`operator-label-${id}`}>
          Operator
        </span>
        <span hidden id={`values-label-${id}`}>
          Values
        </span>
        <Combobox
          aria-labelledby={`field-label-${id}`}
          id={`field-${id}`}
          width={22}
          options={Object.entries(fields).map(([value, { label: text }]) => ({ value, label: text }))}
          value={spec ? condition.field : { value: condition.field, label: condition.field }}
          onChange={({ value }) => changeAndRun(withField(condition, value, fields))}
        />
        <Combobox
          aria-labelledby={`operator-label-${id}`}
          id={`operator-${id}`}
          width={22}
          options={(spec ? OPERATORS_BY_KIND[spec.kind] : [condition.operator]).map((value) => ({
            value,
            label: operatorSpec(value).words,
          }))}
          value={condition.operator}
          onChange={({ value }) => changeAndRun({ operator: value, values: valuesFor(value, condition.values) })}
        />
        <ConditionValues
          id={id}
          condition={condition}
          spec={spec}
          complete={complete}
          onChange={(values) => onChange({ ...condition, values })}
          onRunQuery={onRunQuery}
        />
        <IconButton name="times" tooltip="Remove filter" onClick={onRemove} />
      </Stack>
      {fault !== null && <FieldValidationMessage horizontal>{fault}</FieldValidationMessage>}
    </div>
  );
}

/** Values belong to a field; the operator stays when the new field's kind knows it. */
function withField(condition: Condition, field: string, fields: Record<string, FieldSpec>): Condition {
  const kind = fields[field]?.kind;
  const isKnown = kind !== undefined && OPERATORS_BY_KIND[kind].includes(condition.operator);
  return { field, operator: isKnown ? condition.operator : firstOperator(kind), values: [] };
}

function valuesFor(operator: Operator, values: readonly string[]): string[] {
  switch (operatorSpec(operator).takes) {
    case 'range':
      return [values[0] ?? '', values[1] ?? ''];
    case 'many':
      return [...values];
    default:
      return values.slice(0, 1);
  }
}
