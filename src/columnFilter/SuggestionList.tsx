import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Icon, Portal, useStyles2 } from '@grafana/ui';
import React, { useEffect, useLayoutEffect, useState } from 'react';
import { JobText } from '../text/JobText';
import { type Suggestions } from './useSuggestions';

interface Props {
  id: string;
  anchor: HTMLElement;
  label: string;
  suggestions: Suggestions;
  picked: readonly string[];
  active: number;
  onPick: (value: string) => void;
}

const MAX_HEIGHT = 260;
const MIN_WIDTH = 200;

/** The values of a column with their counts. In a portal: the panel's scroller would clip it. */
export function SuggestionList({ id, anchor, label, suggestions, picked, active, onPick }: Props) {
  const styles = useStyles2(getStyles);
  const place = usePlace(anchor);
  const { values, isLoading, error } = suggestions;
  // Picked values stay visible, so that they can be taken out, also when what was typed does not match them.
  const shown = [
    ...picked
      .filter((value) => values.every((other) => other.value !== value))
      .map((value) => ({ value, count: undefined })),
    ...values,
  ];
  const offset = shown.length - values.length;

  useEffect(() => {
    document.getElementById(`${id}-${active}`)?.scrollIntoView?.({ block: 'nearest' });
  }, [id, active]);

  return (
    <Portal>
      <div className={styles.popup} style={place}>
        <ul id={id} role="listbox" aria-label={`Values of ${label}`} aria-multiselectable className={styles.list}>
          {shown.map(({ value, count }, index) => (
            // Keys are handled by the combobox, which keeps the focus (aria-activedescendant).
            <li
              key={value}
              id={`${id}-${index - offset}`}
              role="option"
              aria-selected={picked.includes(value)}
              className={cx(styles.option, index - offset === active && styles.active)}
              // Before blur, which would close the list.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onPick(value)}
            >
              <span className={styles.check}>{picked.includes(value) && <Icon name="check" size="sm" />}</span>
              <span className={styles.value}>
                <JobText>{value === '' ? '(empty)' : value}</JobText>
              </span>
              {count !== undefined && <span className={styles.count}>{count.toLocaleString()}</span>}
            </li>
          ))}
        </ul>
        {isLoading && <div className={styles.note}>Loading values…</div>}
        {error !== undefined && (
          <div className={styles.note}>
            Values could not be read: <JobText>{error}</JobText>
          </div>
        )}
        {!isLoading && error === undefined && shown.length === 0 && (
          <div className={styles.note}>No value in this time range. Typed text still filters.</div>
        )}
      </div>
    </Portal>
  );
}

/** Below the cell, or above it where the window ends; follows the cell when something scrolls. */
function usePlace(anchor: HTMLElement) {
  const [place, setPlace] = useState(() => placeAt(anchor));
  useLayoutEffect(() => {
    const update = () => setPlace(placeAt(anchor));
    window.addEventListener('scroll', update, true);
    window.addEventListener('resize', update);
    return () => {
      window.removeEventListener('scroll', update, true);
      window.removeEventListener('resize', update);
    };
  }, [anchor]);
  return place;
}

function placeAt(anchor: HTMLElement) {
  const { left, top, bottom, width } = anchor.getBoundingClientRect();
  const isBelow = window.innerHeight - bottom > MAX_HEIGHT || bottom < window.innerHeight / 2;
  const fits = Math.max(4, Math.min(left, window.innerWidth - MIN_WIDTH - 8));
  return {
    left: fits,
    minWidth: Math.max(width, MIN_WIDTH),
    ...(isBelow ? { top: bottom + 2 } : { bottom: window.innerHeight - top + 2 }),
  };
}

const getStyles = (theme: GrafanaTheme2) => ({
  popup: css({
    position: 'fixed',
    zIndex: theme.zIndex.portal,
    maxWidth: 420,
    maxHeight: MAX_HEIGHT,
    overflow: 'auto',
    background: theme.colors.background.elevated,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    boxShadow: theme.shadows.z3,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  list: css({ listStyle: 'none', margin: 0, padding: theme.spacing(0.5, 0) }),
  option: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    padding: theme.spacing(0.5, 1.5, 0.5, 0.75),
    cursor: 'pointer',
    '&:hover': { background: theme.colors.action.hover },
  }),
  active: css({ background: theme.colors.action.selected }),
  check: css({ width: 16, flex: 'none', color: theme.colors.success.text }),
  value: css({ flex: 1, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  count: css({ color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums', paddingLeft: theme.spacing(2) }),
  note: css({ padding: theme.spacing(0.75, 1.5), color: theme.colors.text.secondary }),
});
