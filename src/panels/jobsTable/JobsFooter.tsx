import { css } from '@emotion/css';
import { type GrafanaTheme2, type PanelData } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import React, { useId, type ReactNode } from 'react';
import { ExportMenu } from '../../exportMenu/ExportMenu';
import { HandOverMenu } from '../../handOver/HandOverMenu';
import { describePage, describeTotal } from '../../listControls/describeTotal';
import { LiveControl } from '../../liveQuery/LiveControl';
import { type Column } from './columns/columns';
import { ASK_EVERY_SECONDS } from './live/useLiveJobs';
import { PAGE_SIZES } from './options';
import { type JobsList } from './useJobsList';

interface Props {
  list: JobsList;
  data: PanelData;
  isNarrow: boolean;
  /** Columns for which there is no room. */
  left: readonly Column[];
  /** What else can be done with the list. */
  children?: ReactNode;
}

/** How much there is, where this page lies in it, and the way to the others. */
export function JobsFooter({ list, data, isNarrow, left, children }: Props) {
  const styles = useStyles2(getStyles);
  const id = useId();
  const { meta, rows, state, actions, canAsk, live } = list;
  const sizes = [...new Set([...PAGE_SIZES, state.limit, list.defaults.limit])].sort((a, b) => a - b);
  const page = describePage(meta);
  return (
    <div className={styles.footer}>
      <span role="status" className={styles.total}>
        {list.isFirstLoad ? 'Loading jobs…' : describeTotal(meta, rows.length, 'job')}
      </span>
      {live.isOffered && (
        <LiveControl
          following={live.following}
          what="changes"
          askEverySeconds={ASK_EVERY_SECONDS}
          isPaused={live.isPaused}
          news={live.news}
          onPause={live.pause}
        />
      )}
      {left.length > 0 && <span>No room for {left.map(({ label }) => label).join(', ')}</span>}
      {canAsk && (
        <>
          {children}
          <HandOverMenu executed={meta.executed} data={data} />
          <ExportMenu executed={meta.executed} data={data} />
          <span className={styles.size}>
            <select
              id={id}
              className={styles.select}
              value={state.limit}
              onChange={(event) => actions.limit(Number(event.currentTarget.value))}
              aria-label="Records per page"
            >
              {sizes.map((size) => (
                <option key={size} value={size}>
                  {size}
                </option>
              ))}
            </select>
            {!isNarrow && <label htmlFor={id}>per page</label>}
          </span>
          <nav className={styles.pager} aria-label="Pages of jobs">
            <PageButton label="First" short="«" isNarrow={isNarrow} go={actions.previous && actions.first} />
            <PageButton label="Previous" short="‹" isNarrow={isNarrow} go={actions.previous} />
            {page !== '' && !isNarrow && <span className={styles.page}>{page}</span>}
            <PageButton label="Next" short="›" isNarrow={isNarrow} go={actions.next} />
            <PageButton label="Last" short="»" isNarrow={isNarrow} go={actions.next && actions.last} />
          </nav>
        </>
      )}
    </div>
  );
}

interface PageButtonProps {
  label: string;
  short: string;
  isNarrow: boolean;
  /** undefined: there is no such page. */
  go: (() => void) | undefined;
}

function PageButton({ label, short, isNarrow, go }: PageButtonProps) {
  return (
    <Button
      size="sm"
      variant="secondary"
      fill="outline"
      aria-label={`${label} page`}
      disabled={go === undefined}
      onClick={go}
    >
      {isNarrow ? short : label}
    </Button>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  footer: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 2),
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
  }),
  total: css({ flex: 1, minWidth: 160, fontVariantNumeric: 'tabular-nums' }),
  size: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.5), '& label': { margin: 0 } }),
  select: css({
    width: 'auto',
    height: 24,
    color: theme.colors.text.primary,
    background: theme.components.input.background,
    border: `1px solid ${theme.components.input.borderColor}`,
    borderRadius: theme.shape.radius.default,
  }),
  pager: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.5) }),
  page: css({ padding: theme.spacing(0, 0.5), fontVariantNumeric: 'tabular-nums' }),
});
