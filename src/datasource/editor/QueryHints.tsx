import { type PanelData } from '@grafana/data';
import { Button, Stack, Text } from '@grafana/ui';
import React from 'react';
import { modified } from '../explore/modifyQuery';
import { queryHints } from '../explore/queryHints';
import { type JobsQuery } from '../query/query';

interface Props {
  query: JobsQuery;
  /** The last answer. */
  data?: PanelData;
  onFix: (query: JobsQuery) => void;
}

/** What the last answer says of the query, each with its fix. */
export function QueryHints({ query, data, onFix }: Props) {
  const hints = queryHints(query, data?.series ?? []);
  return hints.length === 0 ? null : (
    <Stack direction="column" gap={0.5} role="status">
      {hints.map(({ type, label, fix }) => {
        const action = fix?.action;
        return (
          <Stack key={type} gap={1} alignItems="center" wrap="wrap">
            <Text variant="bodySmall" color="secondary">
              {label}
            </Text>
            {action !== undefined && (
              <Button size="sm" variant="secondary" fill="outline" onClick={() => onFix(modified(query, action))}>
                {fix?.label}
              </Button>
            )}
          </Stack>
        );
      })}
    </Stack>
  );
}
