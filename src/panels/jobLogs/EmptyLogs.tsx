import { css } from '@emotion/css';
import { type DataQueryRequest, type GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import React from 'react';
import { type LogWindow } from './logWindow';
import { type JobLogs } from './useJobLogs';
import { useJobOfLog, type JobOfLog } from './useJobOfLog';

interface Props {
  logs: JobLogs;
  request: DataQueryRequest | undefined;
}

/** Why there are no lines, and what to do about it. */
export function EmptyLogs({ logs, request }: Props) {
  const styles = useStyles2(getStyles);
  const { lines, state, loader, target, actions } = logs;
  const isEmpty =
    lines.length === 0 && loader.window !== undefined && loader.pending === undefined && loader.error === undefined;
  const isFiltered = state.filters.length > 0 || state.search !== '';
  const job = useJobOfLog(request, target, isEmpty && !isFiltered);
  if (!isEmpty) {
    return null;
  }
  const further = furtherStep(loader.window);
  const { title, text } = further !== undefined ? NOT_YET : isFiltered ? FILTERED : explain(logs, job);
  return (
    <div className={styles.empty}>
      <div className={styles.title}>{title}</div>
      <div>{text}</div>
      {further !== undefined && (
        <Button size="sm" icon="search" className={styles.button} onClick={() => loader.load(further)}>
          Search on
        </Button>
      )}
      {isFiltered && (
        <Button size="sm" icon="times" className={styles.button} onClick={actions.clear}>
          Clear filters
        </Button>
      )}
    </div>
  );
}

/** A search of a long log may run out of time before it finds a line: then its page is empty, but not the last one. */
function furtherStep(window: LogWindow | undefined): 'next' | 'prev' | undefined {
  if (window?.pages.at(-1)?.next) {
    return 'next';
  }
  return window?.pages[0]?.prev ? 'prev' : undefined;
}

const NOT_YET = {
  title: 'No line found yet',
  text: 'The search ran out of time before it reached the end of the log. It can go on from where it stopped.',
};
const FILTERED = { title: 'No line matches', text: 'No log line matches the level, the filters and the search.' };

function explain({ target }: JobLogs, job: JobOfLog | undefined): { title: string; text: string } {
  if (target === undefined) {
    return {
      title: 'No log lines to show',
      text: 'This panel needs a query of type “Logs” of the OpenvCloud Jobs data source. Choose it in the panel’s query.',
    };
  }
  if (!target.guid) {
    return {
      title: 'No log lines in this time range',
      text: 'No job wrote a line that matches the dashboard’s time range and variables. Look further back.',
    };
  }
  if (job?.isLogKept === false) {
    return {
      title: 'Logging is off for this job',
      text: 'Its JumpScript says log = False, so its lines were not kept. Its result and error are.',
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
    text: 'Neither its JumpScript nor what that called wrote to the log, stdout or stderr.',
  };
}

const getStyles = (theme: GrafanaTheme2) => ({
  empty: css({
    position: 'absolute',
    left: 0,
    right: 0,
    top: '50%',
    transform: 'translateY(-50%)',
    padding: theme.spacing(1, 2),
    textAlign: 'center',
    color: theme.colors.text.secondary,
  }),
  title: css({ fontSize: theme.typography.h5.fontSize, color: theme.colors.text.primary }),
  button: css({ marginTop: theme.spacing(1) }),
});
