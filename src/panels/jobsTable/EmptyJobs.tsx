import { locationService } from '@grafana/runtime';
import { type DataQuery } from '@grafana/schema';
import { Button } from '@grafana/ui';
import React from 'react';
import { EmptyList, needsQuery, type Emptiness } from '../../emptyList/EmptyList';
import { useControllerInfo, type ControllerState } from './useControllerInfo';
import { type JobsList } from './useJobsList';

interface Props {
  list: JobsList;
  dataSource: DataQuery['datasource'];
}

const WIDER: ReadonlyArray<{ label: string; from: string }> = [
  { label: 'Last 24 hours', from: 'now-24h' },
  { label: 'Last 7 days', from: 'now-7d' },
  { label: 'Last 30 days', from: 'now-30d' },
];

/** Why there is nothing to see, and what to do about it. */
export function EmptyJobs(props: Props) {
  return props.list.isUnchosen ? <EmptyList {...NOT_CHOSEN} isAboveRows /> : <NoJobs {...props} />;
}

function NoJobs({ list, dataSource }: Props) {
  const { state, actions, canAsk, page } = list;
  const isEmpty = list.rows.length === 0 && !list.isFirstLoad && !page.isLoading && page.error === undefined;
  const controller = useControllerInfo(dataSource, isEmpty && canAsk);
  if (!isEmpty) {
    return null;
  }
  return (
    <EmptyList {...explain(list, controller)} isAboveRows>
      {(state.filters.length > 0 || state.search !== '') && (
        <Button size="sm" icon="times" onClick={actions.clear}>
          Clear filters
        </Button>
      )}
      {(state.cursor !== undefined || state.at !== undefined) && (
        <Button size="sm" variant="secondary" onClick={actions.first}>
          First page
        </Button>
      )}
      {canAsk &&
        WIDER.map(({ label, from }) => (
          <Button
            key={from}
            size="sm"
            variant="secondary"
            icon="clock-nine"
            onClick={() => locationService.partial({ from, to: 'now' })}
          >
            {label}
          </Button>
        ))}
    </EmptyList>
  );
}

const NOT_CHOSEN: Emptiness = {
  title: 'Nothing is chosen',
  text: 'These are the jobs of what the variable above says, which is empty. Choose there, or follow a link to this page.',
};

function explain({ state, canAsk }: JobsList, controller: ControllerState | undefined): Emptiness {
  if (!canAsk) {
    return needsQuery('No jobs to show', 'Jobs');
  }
  if (state.filters.length > 0 || state.search !== '') {
    return {
      title: 'No job matches',
      text: 'In this time range no job matches the filters and the search. Clear them, or look further back.',
    };
  }
  if (state.cursor !== undefined || state.at !== undefined) {
    return {
      title: 'This page is empty',
      text: 'The jobs that were here are no longer in the time range. Go to the first page, or look further back.',
    };
  }
  if (controller?.nodes === 0) {
    return {
      title: 'No agent has registered yet',
      text: 'Jobs run on nodes. Start an agent with this controller’s address and a token; its jobs appear here.',
    };
  }
  if (controller?.liveNodes === 0) {
    return {
      title: 'No jobs in this time range',
      text: `${controller.nodes === 1 ? 'The one known node has no live agent' : `None of the ${controller.nodes} known nodes has a live agent`} now, so nothing new is executed. Check the agents, or look further back.`,
    };
  }
  return {
    title: 'No jobs in this time range',
    text: 'No job matches the dashboard’s time range and variables. Look further back, or set the variables to All.',
  };
}
