import { InlineField, Input } from '@grafana/ui';
import React from 'react';
import { type OptionsProps } from './optionsProps';

interface Props extends OptionsProps {
  name: 'guid' | 'jumpscriptId' | 'jumpscriptVersion' | 'search';
  label: string;
  hint: string;
}

/** One text of the query; it runs when the field is left or Enter is pressed. */
export function TextField({ query, name, label, hint, onChange, onRunQuery }: Props) {
  const id = `${name}-${query.refId}`;
  return (
    <InlineField label={label} labelWidth={name === 'search' ? 10 : 12} htmlFor={id}>
      <Input
        id={id}
        width={name === 'jumpscriptVersion' ? 12 : 34}
        placeholder={hint}
        value={query[name] ?? ''}
        onChange={(event) => onChange({ [name]: event.currentTarget.value })}
        onBlur={onRunQuery}
        onKeyDown={(event) => event.key === 'Enter' && onRunQuery()}
      />
    </InlineField>
  );
}
