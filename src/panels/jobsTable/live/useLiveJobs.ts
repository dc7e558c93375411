import { type DataFrame, type DataQueryRequest } from '@grafana/data';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { isOpenEnded } from '../../../liveQuery/freshRange';
import { useFollowing, type Following } from '../../../liveQuery/useFollowing';
import { usePolling } from '../../../liveQuery/usePolling';
import { type QueryChanges } from '../../../pageQuery/askDataSource';
import { type PageQuery } from '../../../pageQuery/usePageQuery';
import { type JobsTarget } from '../list/jobsTarget';
import { toJobRows, type JobRow } from '../rows/toJobRows';
import { addChanges, keepLater, NO_CHANGES, withChanges, type JobChanges } from './jobChanges';
import { mayMove, type ShownList } from './mayMove';
import { useAskAgain } from './useAskAgain';

export interface LiveJobs {
  rows: JobRow[];
  /** False: the list shows a time that is over, or comes from elsewhere. */
  isOffered: boolean;
  following: Following;
  isPaused: boolean;
  /** Jobs that changed since it was paused. */
  news: number;
  pause: (isPaused: boolean) => void;
}

interface Question {
  request: DataQueryRequest | undefined;
  target: JobsTarget | undefined;
  changes: QueryChanges | undefined;
  /** What of the dashboard (time range, variables) makes another list. */
  scope: string;
  /** undefined: of a dashboard from before there was this option. */
  isWanted: boolean | undefined;
}

export const ASK_EVERY_SECONDS = 5;

/** The rows of a page as they change. Paused, they stay as they are to be read, whatever is answered meanwhile. */
export function useLiveJobs(question: Question, page: PageQuery, list: ShownList & { rows: JobRow[] }): LiveJobs {
  const { request, target, changes, scope } = question;
  // Order and page are not followed: turning a page leaves the channel as it is.
  const followKey = `${scope}${JSON.stringify(changes?.typed)}`;
  const key = `${scope}${JSON.stringify(changes)}`;
  const [changed, setChanged] = useState<{ of: readonly JobRow[]; changes: JobChanges }>(NOTHING_CHANGED);
  const [held, setHeld] = useState<{ key: string; rows: JobRow[] }>();
  const [news, setNews] = useState<ReadonlySet<string>>(new Set());
  const isOffered =
    question.isWanted !== false && target !== undefined && request !== undefined && isOpenEnded(request.range);
  const isPaused = held !== undefined;

  const { rows: answered } = list;
  const rows = useMemo(() => withChanges(answered, changesOf(changed, answered)), [answered, changed]);

  const latest = useRef({ isPaused, list });
  useEffect(() => {
    latest.current = { isPaused, list };
  });
  const ask = useAskAgain(page);
  const onRows = useCallback(
    (frame: DataFrame) => {
      const came = toJobRows(frame);
      const { isPaused, list } = latest.current;
      if (isPaused) {
        setNews((now) => new Set([...now, ...came.map(({ guid }) => guid)]));
        return;
      }
      const shown = new Set(list.rows.map(({ guid }) => guid));
      const changes = came.filter(({ guid }) => shown.has(guid));
      setChanged((now) => ({ of: list.rows, changes: addChanges(changesOf(now, list.rows), changes) }));
      if (mayMove(came, list)) {
        ask();
      }
    },
    [ask]
  );
  const onAsk = useCallback(() => !latest.current.isPaused && ask(), [ask]);
  const following = useFollowing({ request, target, changes, key: followKey, isWanted: isOffered }, { onRows, onAsk });
  usePolling(isOffered && !isPaused && isOut(following), ask, ASK_EVERY_SECONDS);

  const pause = useCallback(
    (isOn: boolean) => {
      setHeld(isOn ? { key, rows } : undefined);
      setNews(new Set());
      if (!isOn) {
        ask();
      }
    },
    [key, rows, ask]
  );
  // Another page or filter is shown also while it is paused.
  const shown = held?.key === key ? held.rows : rows;
  return {
    rows: shown,
    isOffered: isOffered && following.state !== undefined,
    following,
    isPaused,
    news: news.size,
    pause,
  };
}

const NOTHING_CHANGED = { of: [], changes: NO_CHANGES };

/** What another answer knows already is of no use any more. */
function changesOf(
  { of, changes }: { of: readonly JobRow[]; changes: JobChanges },
  rows: readonly JobRow[]
): JobChanges {
  return of === rows ? changes : keepLater(changes, rows);
}

function isOut({ state }: Following): boolean {
  return state === 'away' || state === 'refused' || state === 'off';
}
