import { CoreApp, LoadingState, type DataQueryRequest, type PanelProps } from '@grafana/data';
import { useMemo } from 'react';
import { completeValues, type CompleteValues } from '../../columnFilter/valueCompletion';
import { readListMeta, type ListMeta } from '../../listFrame/readListMeta';
import { usePageQuery, type PageQuery } from '../../pageQuery/usePageQuery';
import { writeFilters } from '../../viewerState/readFilters';
import { useViewerParams } from '../../viewerState/useViewerParams';
import { findJobsTarget, type JobsTarget } from './list/jobsTarget';
import { listActions, type ListActions } from './list/listActions';
import { defaultState, readListState, toQueryChanges, type ListState } from './list/listState';
import { type JobsTableOptions } from './options';
import { toJobRows, type JobRow } from './rows/toJobRows';
import { useLiveJobs, type LiveJobs } from './live/useLiveJobs';
import { useFirstPageOnNewScope } from './list/useFirstPageOnNewScope';

export interface JobsList {
  rows: JobRow[];
  live: LiveJobs;
  meta: ListMeta;
  state: ListState;
  defaults: ListState;
  actions: ListActions;
  page: PageQuery;
  complete: CompleteValues;
  /** False: the rows come from elsewhere (a snapshot, another panel), or are public, and can only be looked at. */
  canAsk: boolean;
  /** No answer yet, not even an empty one. */
  isFirstLoad: boolean;
  /** The query is about something that is not chosen yet. */
  isUnchosen: boolean;
}

export function useJobsList({ id, data, options, replaceVariables }: PanelProps<JobsTableOptions>): JobsList {
  const { request } = data;
  const [params, write] = useViewerParams(id, request?.app === CoreApp.Explore);
  const target = findJobsTarget(request?.targets);
  const search = replaceVariables(target?.search ?? '');
  const shown = useMemo(() => (target === undefined ? undefined : { ...target, search }), [target, search]);

  const defaults = useMemo(() => defaultState(shown, options.pageSize), [shown, options.pageSize]);
  const state = useMemo(() => readListState(params, defaults), [params, defaults]);
  const changes = useMemo(() => toQueryChanges(state, shown), [state, shown]);
  const page = usePageQuery(data, target, changes);
  useFirstPageOnNewScope(request, replaceVariables(JSON.stringify(target?.filters ?? [])), state, write);

  const frame = page.frames.find(({ fields }) => fields.some(({ name }) => name === 'guid'));
  const answered = useMemo(() => toJobRows(frame), [frame]);
  const scope = replaceVariables(scopeOf(target, request));
  const asked = { request, target, changes, scope, isWanted: options.live };
  const live = useLiveJobs(asked, page, { rows: answered, state, conditions: target?.filters });
  const meta = useMemo(() => readListMeta(frame), [frame]);
  const actions = useMemo(() => listActions(state, defaults, meta.page, write), [state, defaults, meta.page, write]);
  const complete = useMemo<CompleteValues>(
    () => (field, text) => completeValues('jobs', target, writeFilters(state), request?.range, field, text),
    [target, state, request?.range]
  );
  return {
    rows: live.rows,
    live,
    meta,
    state,
    defaults,
    actions,
    page,
    complete,
    canAsk: target !== undefined,
    isUnchosen: isUnchosen(target, replaceVariables),
    isFirstLoad: frame === undefined && (page.isLoading || data.state === LoadingState.NotStarted),
  };
}

/** What of the dashboard makes another list. */
function scopeOf(target: JobsTarget | undefined, request: DataQueryRequest | undefined): string {
  return JSON.stringify([target?.filters, target?.search, request?.range.raw]);
}

function isUnchosen(target: JobsTarget | undefined, replaceVariables: (text: string) => string): boolean {
  return target?.requires !== undefined && replaceVariables(target.requires).trim() === '';
}
