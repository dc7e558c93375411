import { type DataQueryRequest } from '@grafana/data';
import { Button } from '@grafana/ui';
import React from 'react';
import { EmptyList, needsQuery, type Emptiness } from '../../emptyList/EmptyList';
import { type LogWindow } from './window/logWindow';
import { type JobLogs } from './useJobLogs';
import { useJobOfLog, type JobOfLog } from './useJobOfLog';

interface Props {
  logs: JobLogs;
  request: DataQueryRequest | undefined;
}

/** Why there are no lines, and what to do about it. */
export function EmptyLogs(props: Props) {
  return props.logs.guid === '' ? <EmptyList {...NOT_CHOSEN} isAboveRows /> : <NoLines {...props} />;
}

function NoLines({ logs, request }: Props) {
  const { lines, state, loader, target, actions } = logs;
  const isEmpty =
    lines.length === 0 && loader.window !== undefined && loader.pending === undefined && loader.error === undefined;
  const isFiltered = state.filters.length > 0 || state.search !== '';
  const job = useJobOfLog(request, target, isEmpty && !isFiltered);
  if (!isEmpty) {
    return null;
  }
  const further = furtherStep(loader.window);
  const emptiness = further !== undefined ? NOT_YET : isFiltered ? FILTERED : explain(logs, job);
  return (
    <EmptyList {...emptiness} isAboveRows>
      {further !== undefined && (
        <Button size="sm" icon="search" onClick={() => loader.load(further)}>
          Search on
        </Button>
      )}
      {isFiltered && (
        <Button size="sm" icon="times" onClick={actions.clear}>
          Clear filters
        </Button>
      )}
    </EmptyList>
  );
}

/** A search of a long log may run out of time before it finds a line: then its page is empty, but not the last one. */
function furtherStep(window: LogWindow | undefined): 'next' | 'prev' | undefined {
  if (window?.pages.at(-1)?.next) {
    return 'next';
  }
  return window?.pages[0]?.prev ? 'prev' : undefined;
}

const NOT_CHOSEN = {
  title: 'No job is chosen',
  text: 'Its log lines appear here. Open one from the Jobs dashboard, or paste its guid into the variable above.',
};
const NOT_YET = {
  title: 'No line found yet',
  text: 'The search ran out of time before it reached the end of the log. It can go on from where it stopped.',
};
const FILTERED = {
  title: 'No line matches',
  text: 'No log line matches the level, the filters and the search. Clear them to see all lines.',
};

function explain({ target, guid }: JobLogs, job: JobOfLog | undefined): Emptiness {
  if (target === undefined) {
    return needsQuery('No log lines to show', 'Logs');
  }
  if (guid === undefined) {
    return {
      title: 'No log lines in this time range',
      text: 'No job wrote a line that matches the dashboard’s time range and variables. Look further back.',
    };
  }
  if (job?.isLogKept === false) {
    return {
      title: 'Logging is off for this job',
      text: 'Its JumpScript says log = False, so its lines were not kept; its result and error are. Set log = True in it to keep those of the next jobs.',
    };
  }
  if (job !== undefined && job.dropped !== null) {
    return { title: 'No log line of this job could be kept', text: `${job.dropped}.` };
  }
  if (job?.state === 'SCHEDULED') {
    return { title: 'This job has not started', text: 'Its log lines appear here while it runs.' };
  }
  if (job?.state === 'RUNNING') {
    return {
      title: 'This job has written no log lines yet',
      text: 'Lines appear with each refresh; turn on Follow to see them as they come.',
    };
  }
  return {
    title: 'This job wrote no log lines',
    text: 'Neither its JumpScript nor what that called wrote to the log, stdout or stderr. What action() prints or gives j.logger appears here.',
  };
}
