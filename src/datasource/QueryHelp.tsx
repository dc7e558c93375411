import { type QueryEditorHelpProps } from '@grafana/data';
import { Button, Stack, Text } from '@grafana/ui';
import React from 'react';
import { EXAMPLES } from './query/examples';
import { ALERT_TYPES, QUERY_TYPE_SPECS, type JobsQuery } from './query/query';

const FOR_ALERTS = ALERT_TYPES.map((type) => QUERY_TYPE_SPECS[type].label).join(', ');

/** What one can ask, by examples that Explore takes over at a click. */
export function QueryHelp({ onClickExample }: QueryEditorHelpProps<JobsQuery>) {
  return (
    <Stack direction="column" gap={1}>
      <Text element="h2" variant="h4">
        OpenvCloud Jobs
      </Text>
      <Stack direction="column" gap={0.5}>
        {EXAMPLES.map(({ asks, query }) => (
          <div key={asks}>
            <Button size="sm" fill="text" onClick={() => onClickExample({ ...query, refId: 'A' })}>
              {asks}
            </Button>{' '}
            <Text color="secondary" variant="bodySmall">
              {QUERY_TYPE_SPECS[query.queryType].label}: {QUERY_TYPE_SPECS[query.queryType].description}
            </Text>
          </div>
        ))}
      </Stack>
      <Text variant="bodySmall">
        Filters are combined with AND. “is one of” takes several values; “in range” includes its start and excludes its
        end. Variables work in every value: one with several values turns “is” into “is one of”, and with the value
        __all the filter is left out. Search looks through command, arguments, result and error of jobs, and through the
        message of log lines. Alert rules take {FOR_ALERTS}, as numbers.
      </Text>
    </Stack>
  );
}
