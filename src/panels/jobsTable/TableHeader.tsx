import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import React from 'react';
import { ConditionInput } from '../../columnFilter/ConditionInput';
import { type Column } from './columns/columns';
import { nextSort, sortOf } from './columns/sortOrder';
import { MarkBox } from './acts/MarkBox';
import { type MarkedJobs } from './list/useMarkedJobs';
import { type JobsList } from './useJobsList';

export const HEADER_HEIGHT = 34;
export const FILTER_HEIGHT = 38;

interface Props {
  columns: readonly Column[];
  list: JobsList;
  marks: MarkedJobs | undefined;
  template: string;
  hasFilters: boolean;
}

/** Names, sort and filter of the columns; stays in sight while rows scroll. */
export function TableHeader({ columns, list, marks, template, hasFilters }: Props) {
  const styles = useStyles2(getStyles);
  const { state, actions, canAsk, complete } = list;
  return (
    <div role="rowgroup" className={styles.header}>
      <div role="row" aria-rowindex={1} className={styles.names} style={{ gridTemplateColumns: template }}>
        {marks !== undefined && <MarkAll marks={marks} list={list} />}
        {columns.map((column) => (
          <div
            key={column.id}
            role="columnheader"
            aria-sort={column.spec?.isSortable ? sortOf(column, state.sort, columns) : undefined}
            className={cx(styles.name, column.isRight && styles.right)}
          >
            {canAsk && column.spec?.isSortable ? (
              <SortButton column={column} sort={state.sort} columns={columns} onSort={actions.sort} />
            ) : (
              <span className={styles.label}>{column.label}</span>
            )}
          </div>
        ))}
      </div>
      {hasFilters && (
        <div role="row" aria-rowindex={2} className={styles.filters} style={{ gridTemplateColumns: template }}>
          {marks !== undefined && <div role="cell" />}
          {columns.map(({ id, field, spec }) => (
            <div key={id} role="cell" className={styles.filter}>
              {spec !== undefined && field !== undefined && spec.kind !== 'time' && (
                <ConditionInput
                  field={field}
                  spec={spec}
                  condition={state.filters.find((condition) => condition.field === field)}
                  onChange={(condition) => actions.filter(field, condition)}
                  complete={complete}
                />
              )}
              {spec?.kind === 'time' && <span className={styles.hint}>by dashboard time</span>}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

function MarkAll({ marks, list: { rows } }: { marks: MarkedJobs; list: JobsList }) {
  const guids = rows.map(({ guid }) => guid);
  return (
    <div role="columnheader" aria-label="Marks">
      <MarkBox
        label="Mark all jobs of this page"
        isMarked={guids.length > 0 && guids.every(marks.isMarked)}
        onToggle={() => marks.toggleAll(guids)}
      />
    </div>
  );
}

interface SortProps {
  column: Column;
  sort: string;
  columns: readonly Column[];
  onSort: (sort: string) => void;
}

function SortButton({ column, sort, columns, onSort }: SortProps) {
  const styles = useStyles2(getStyles);
  const order = sortOf(column, sort, columns);
  const isStandIn = order !== 'none' && sort.replace(/^-/, '') !== column.field;
  const now = order === 'none' ? '' : `Sorted ${order}${isStandIn ? ' by time create' : ''}. `;
  return (
    <button
      type="button"
      className={cx(styles.sort, order !== 'none' && styles.sorted)}
      title={`${now}Click to sort by ${column.label.toLowerCase()}.`}
      onClick={() => onSort(nextSort(column, sort, columns))}
    >
      <span className={styles.label}>{column.label}</span>
      {order === 'none' ? (
        <Icon name="sort-amount-down" size="sm" className={styles.idle} />
      ) : (
        <Icon name={order === 'descending' ? 'arrow-down' : 'arrow-up'} size="sm" />
      )}
    </button>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  header: css({
    position: 'sticky',
    top: 0,
    zIndex: 1,
    background: theme.colors.background.primary,
    borderBottom: `1px solid ${theme.colors.border.medium}`,
  }),
  names: css({ display: 'grid', height: HEADER_HEIGHT, background: theme.colors.background.secondary }),
  filters: css({ display: 'grid', height: FILTER_HEIGHT - 1, alignItems: 'center' }),
  filter: css({ padding: theme.spacing(0, 0.5), minWidth: 0 }),
  hint: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    paddingLeft: theme.spacing(0.5),
    whiteSpace: 'nowrap',
    opacity: 0.8,
  }),
  name: css({
    display: 'flex',
    alignItems: 'center',
    minWidth: 0,
    padding: theme.spacing(0, 1),
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
  }),
  right: css({ justifyContent: 'flex-end' }),
  label: css({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  sort: css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    minWidth: 0,
    maxWidth: '100%',
    padding: 0,
    border: 'none',
    background: 'none',
    font: 'inherit',
    color: theme.colors.text.primary,
    '& svg': { flex: 'none' },
    '&:hover svg, &:focus-visible svg': { opacity: 1 },
  }),
  sorted: css({ color: theme.colors.text.link }),
  idle: css({ opacity: 0 }),
});
