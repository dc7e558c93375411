import { type QueryEditorProps } from '@grafana/data';
import { RadioButtonGroup, Stack } from '@grafana/ui';
import React, { useState } from 'react';
import { type JobsDataSource } from './datasource';
import { RawQuery } from './editor/RawQuery';
import { migrateQuery } from './query/migrateQuery';
import { isAlerting, type JobsDataSourceOptions, type JobsQuery } from './query/query';
import { QueryEditor } from './QueryEditor';

type Props = QueryEditorProps<JobsDataSource, JobsQuery, JobsDataSourceOptions>;

const MODES = [
  { value: 'builder', label: 'Builder', description: 'Choose from what there is' },
  { value: 'api', label: 'API', description: 'Write it in the words of the HTTP API' },
] as const;
type Mode = (typeof MODES)[number]['value'];

/** The query's editor in both its ways; what is stored is the same. Alert rules are led, so they have the builder only. */
export function QueryModes(props: Props) {
  const { query, app, onChange, onRunQuery } = props;
  const [mode, setMode] = useState<Mode>('builder');
  if (isAlerting(app)) {
    return <QueryEditor {...props} />;
  }
  return (
    <Stack direction="column" gap={1} alignItems="stretch">
      {mode === 'api' ? (
        <RawQuery
          query={migrateQuery(query)}
          onChange={(written) => onChange({ ...written, isReplaced: undefined })}
          onRunQuery={onRunQuery}
        />
      ) : (
        <QueryEditor {...props} />
      )}
      <div>
        <RadioButtonGroup
          size="sm"
          aria-label="How the query is edited"
          options={[...MODES]}
          value={mode}
          onChange={setMode}
        />
      </div>
    </Stack>
  );
}
