import { css } from '@emotion/css';
import React from 'react';

interface Props {
  label: string;
  isMarked: boolean;
  tabIndex?: 0 | -1;
  onToggle: () => void;
}

/** Wide enough for a finger. */
export const MARK_WIDTH = 34;

export function MarkBox({ label, isMarked, tabIndex, onToggle }: Props) {
  return (
    <label className={styles.box}>
      <input type="checkbox" aria-label={label} checked={isMarked} tabIndex={tabIndex} onChange={onToggle} />
    </label>
  );
}

const styles = {
  box: css({
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    width: MARK_WIDTH,
    height: '100%',
    minHeight: 24,
    margin: 0,
    cursor: 'pointer',
    '& input': { margin: 0, width: 16, height: 16 },
  }),
};
