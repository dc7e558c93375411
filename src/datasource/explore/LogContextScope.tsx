import { InlineField, RadioButtonGroup } from '@grafana/ui';
import React, { useState } from 'react';

/** Whose lines are a line's context. */
export type ContextScope = 'job' | 'node';

const SCOPES = [
  { value: 'job', label: 'Same job', description: 'In the order in which the job wrote them' },
  { value: 'node', label: 'Same node', description: 'Of all jobs on the node, by time' },
] as const;

interface Props {
  initial: ContextScope;
  onChange: (scope: ContextScope) => void;
}

/** Stands above the context of a log line. */
export function LogContextScope({ initial, onChange }: Props) {
  const [scope, setScope] = useState(initial);
  return (
    <InlineField label="Lines of" labelWidth={12}>
      <RadioButtonGroup
        aria-label="Lines of"
        options={[...SCOPES]}
        value={scope}
        onChange={(chosen) => {
          setScope(chosen);
          onChange(chosen);
        }}
      />
    </InlineField>
  );
}
