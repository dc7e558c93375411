import { FieldValidationMessage, TextArea } from '@grafana/ui';
import React, { useId, useState } from 'react';
import { type JobsQuery } from '../query/query';
import { readRawQuery, writeRawQuery, type RawFault } from '../query/rawQuery';

interface Props {
  query: JobsQuery;
  onChange: (query: JobsQuery) => void;
  onRunQuery: () => void;
}

/** The query in the API's words. What is not good yet is said, and not stored; leaving the text runs what is. */
export function RawQuery({ query, onChange, onRunQuery }: Props) {
  const id = useId();
  const [text, setText] = useState(() => writeRawQuery(query));
  const [faults, setFaults] = useState<RawFault[]>([]);
  const change = (written: string) => {
    setText(written);
    const read = readRawQuery(written, query);
    if ('query' in read) {
      setFaults([]);
      onChange(read.query);
    } else {
      setFaults(read.faults);
    }
  };
  return (
    <div>
      <TextArea
        aria-label="Query in the words of the API"
        aria-describedby={id}
        invalid={faults.length > 0}
        aria-invalid={faults.length > 0}
        rows={Math.max(4, text.split('\n').length + 1)}
        spellCheck={false}
        style={{ fontFamily: 'monospace' }}
        value={text}
        onChange={(event) => change(event.currentTarget.value)}
        onBlur={() => faults.length === 0 && onRunQuery()}
      />
      <div id={id} aria-live="polite">
        {faults.map(({ line, text: fault }) => (
          <FieldValidationMessage key={line}>{`Line ${line}: ${fault}`}</FieldValidationMessage>
        ))}
      </div>
    </div>
  );
}
