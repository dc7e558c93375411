import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import { STATE_LOOKS } from '@openvcloud/contract/src/jobState';
import React, { useMemo } from 'react';
import { JobText } from '../text/JobText';
import { visibleText } from '../text/visibleText';
import { isJobState, stateColor } from './stateAppearance';

interface Props {
  state: string;
  /** The word of a bridged controller (NOWORK, KILLED...): shown when it says more than the state. */
  nativeState?: string | null;
  className?: string;
}

/** A job's state by colour and by word, so that it reads the same without colour vision and in a screen reader. */
export function StateBadge({ state, nativeState, className }: Props) {
  const theme = useTheme2();
  const styles = useMemo(() => getStyles(theme, state), [theme, state]);
  const hasOwnWord = Boolean(nativeState) && nativeState !== state;
  const meaning = isJobState(state)
    ? `${state}: the job ${STATE_LOOKS[state].meaning}`
    : `${state}: a state this version does not know`;

  return (
    <span
      className={cx(styles.badge, className)}
      title={visibleText(hasOwnWord ? `${meaning} (${nativeState})` : meaning)}
    >
      <span className={cx(styles.dot, state === 'RUNNING' && styles.pulse)} aria-hidden />
      <span>
        <JobText>{state}</JobText>
      </span>
      {hasOwnWord && (
        <span className={styles.native}>
          <JobText>{nativeState ?? ''}</JobText>
        </span>
      )}
    </span>
  );
}

function getStyles(theme: GrafanaTheme2, state: string) {
  const color = stateColor(theme, state);
  return {
    badge: css({
      display: 'inline-flex',
      alignItems: 'center',
      gap: theme.spacing(0.75),
      color,
      fontSize: theme.typography.bodySmall.fontSize,
      fontWeight: theme.typography.fontWeightMedium,
      lineHeight: 1.5,
      whiteSpace: 'nowrap',
      maxWidth: '100%',
    }),
    dot: css({
      flex: 'none',
      width: 8,
      height: 8,
      borderRadius: state === 'SCHEDULED' ? theme.shape.radius.default : theme.shape.radius.circle,
      background: state === 'SCHEDULED' ? 'transparent' : 'currentColor',
      border: '2px solid currentColor',
    }),
    pulse: css({
      [theme.transitions.handleMotion('no-preference')]: {
        animation: 'ovc-running 1.6s ease-in-out infinite',
        '@keyframes ovc-running': { '50%': { opacity: 0.35 } },
      },
    }),
    native: css({
      color: theme.colors.text.secondary,
      fontWeight: theme.typography.fontWeightRegular,
      overflow: 'hidden',
      textOverflow: 'ellipsis',
    }),
  };
}
