import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { type ComponentType } from 'react';
import { type JobFormat } from '../rows/jobFormat';
import { type JobRow } from '../rows/toJobRows';

/** What a cell is given: the whole row, for some show more than one value. */
export interface CellProps {
  row: JobRow;
  format: JobFormat;
  /** Links are reached by Tab only in the selected row: one stop for a list of hundreds. */
  tabIndex: 0 | -1;
}
export type Cell = ComponentType<CellProps>;

export const getCellStyles = (theme: GrafanaTheme2) => ({
  link: css({
    color: theme.colors.text.link,
    fontVariantNumeric: 'tabular-nums',
    '&:hover': { textDecoration: 'underline' },
  }),
  weak: css({ color: theme.colors.text.secondary }),
  number: css({
    fontVariantNumeric: 'tabular-nums',
    position: 'relative',
    display: 'block',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    padding: '4px 0',
  }),
});
