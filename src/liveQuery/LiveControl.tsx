import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, Tooltip, useStyles2 } from '@grafana/ui';
import React from 'react';
import { describeFollowing, describeNews } from './describeFollowing';
import { type Following } from './useFollowing';

interface Props {
  following: Following;
  /** Of the rows, in the plural: "jobs change". */
  what: string;
  /** How often the list is asked for while nothing can be followed. */
  askEverySeconds: number;
  isPaused: boolean;
  /** What came since it was paused. */
  news: number;
  onPause: (isPaused: boolean) => void;
}

/** Whether a list follows what happens, and the button that holds it still to be read. */
export function LiveControl({ following, what, askEverySeconds, isPaused, news, onPause }: Props) {
  const styles = useStyles2(getStyles);
  const words = isPaused ? describeNews(news) : describeFollowing(following, what, askEverySeconds);
  const text = (
    <span className={styles.words} aria-live="off" data-live={isPaused ? 'paused' : following.state}>
      <span aria-hidden className={!isPaused && following.state === 'live' ? styles.on : styles.off} />
      {words}
    </span>
  );
  return (
    <span className={styles.control}>
      {following.message === undefined ? text : <Tooltip content={following.message}>{text}</Tooltip>}
      <Button
        size="sm"
        variant="secondary"
        fill="outline"
        icon={isPaused ? 'play' : 'pause'}
        onClick={() => onPause(!isPaused)}
      >
        {isPaused ? 'Live' : 'Pause'}
      </Button>
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const dot = { width: 8, height: 8, borderRadius: theme.shape.radius.circle, flex: 'none' };
  return {
    control: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(1) }),
    words: css({
      display: 'inline-flex',
      alignItems: 'center',
      gap: theme.spacing(0.75),
      fontVariantNumeric: 'tabular-nums',
      whiteSpace: 'nowrap',
    }),
    on: css({ ...dot, background: theme.colors.success.main }),
    off: css({ ...dot, background: theme.colors.text.disabled }),
  };
};
