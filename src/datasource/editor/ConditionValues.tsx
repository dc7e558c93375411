import { operatorSpec, type Condition, type FieldSpec } from '@openvcloud/contract/src/filter';
import { Combobox, Input, MultiCombobox, Stack, type ComboboxOption } from '@grafana/ui';
import { getTemplateSrv } from '@grafana/runtime';
import React from 'react';
import { type FieldValue } from '../query/fetchValues';

interface Props {
  id: string;
  condition: Condition;
  spec: FieldSpec | undefined;
  complete: (search: string) => Promise<FieldValue[]>;
  onChange: (values: string[]) => void;
  onRunQuery: () => void;
}

/** The input that suits the operator: two bounds, several values, one completed value, or plain text. */
export function ConditionValues({ id, condition, spec, complete, onChange, onRunQuery }: Props) {
  const { values } = condition;
  const { takes } = operatorSpec(condition.operator);
  const choose = (chosen: string[]) => {
    onChange(chosen);
    onRunQuery();
  };
  const completed = {
    id: `values-${id}`,
    options: async (search: string) => [...variableOptions(search), ...(await complete(search)).map(toOption)],
    createCustomValue: true,
    placeholder: 'Choose or type',
    'aria-labelledby': `values-label-${id}`,
  };

  if (takes === 'range') {
    const unit = unitOf(spec);
    return (
      <Stack gap={0.5} alignItems="center">
        <TextValue
          label={`From (${unit})`}
          value={values[0]}
          onChange={(from) => onChange([from, values[1] ?? ''])}
          onRunQuery={onRunQuery}
        />
        <span>to</span>
        <TextValue
          label={`To (${unit})`}
          value={values[1]}
          onChange={(to) => onChange([values[0] ?? '', to])}
          onRunQuery={onRunQuery}
        />
      </Stack>
    );
  }
  if (takes === 'many') {
    return (
      <MultiCombobox
        {...completed}
        width="auto"
        minWidth={34}
        maxWidth={80}
        value={values.map((value) => ({ value, label: value }))}
        onChange={(options) => choose(options.map(({ value }) => value))}
      />
    );
  }
  if (takes === 'one' && spec?.isCompletable) {
    const value = values[0] === undefined ? null : { value: values[0], label: values[0] };
    return <Combobox {...completed} width={34} value={value} onChange={({ value: chosen }) => choose([chosen])} />;
  }
  return <TextValue label="Value" value={values[0]} onChange={(value) => onChange([value])} onRunQuery={onRunQuery} />;
}

function TextValue({
  label,
  value = '',
  onChange,
  onRunQuery,
}: {
  label: string;
  value?: string;
  onChange: (value: string) => void;
  onRunQuery: () => void;
}) {
  return (
    <Input
      aria-label={label}
      placeholder={label}
      width={label === 'Value' ? 34 : 22}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={onRunQuery}
      onKeyDown={(event) => event.key === 'Enter' && onRunQuery()}
    />
  );
}

function toOption({ value, count }: FieldValue): ComboboxOption {
  return {
    value,
    label: value === '' ? '(empty)' : value,
    description: count === 1 ? 'once' : `${count.toLocaleString()} times`,
  };
}

function variableOptions(search: string): ComboboxOption[] {
  return getTemplateSrv()
    .getVariables()
    .map(({ name }) => ({ value: `\${${name}}`, label: `\${${name}}`, description: 'Variable' }))
    .filter(({ value }) => value.toLowerCase().includes(search.toLowerCase()));
}

const UNITS = { ms: 'milliseconds', s: 'seconds' };

function unitOf(spec: FieldSpec | undefined): string {
  if (spec?.unit !== undefined) {
    return UNITS[spec.unit];
  }
  return spec?.kind === 'time' ? 'epoch ms' : 'number';
}
