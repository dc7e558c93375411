import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, Combobox, useStyles2 } from '@grafana/ui';
import React, { useState } from 'react';
import { ConditionInput } from '../../columnFilter/ConditionInput';
import { SearchBox } from '../../listControls/SearchBox';
import { type Column } from './columns/columns';
import { type JobsList } from './useJobsList';

interface Props {
  list: JobsList;
  columns: readonly Column[];
  hasSearch: boolean;
  isNarrow: boolean;
}

/** The search over the whole list, above table and cards alike; cards have their sort and filters here, too. */
export function JobsToolbar({ list, columns, hasSearch, isNarrow }: Props) {
  const styles = useStyles2(getStyles);
  if (!list.canAsk) {
    return null;
  }
  return (
    <>
      {hasSearch && (
        <div className={styles.search}>
          <SearchBox
            value={list.state.search}
            label="Search jobs"
            placeholder="Search command, arguments, result and error"
            onSearch={list.actions.search}
          />
        </div>
      )}
      {isNarrow && <CardControls list={list} columns={columns} />}
    </>
  );
}

interface CardControlsProps {
  list: JobsList;
  columns: readonly Column[];
}

/** Sort and filters of the cards, which have no header. */
function CardControls({ list, columns }: CardControlsProps) {
  const styles = useStyles2(getStyles);
  const [isFiltering, setFiltering] = useState(false);
  const { state, actions, complete } = list;
  const field = state.sort.replace(/^-/, '');
  const isDescending = state.sort.startsWith('-');
  const sortable = columns.filter(({ spec }) => spec?.isSortable);
  const options = sortable.flatMap((column) =>
    column.field === undefined ? [] : [{ label: column.label, value: String(column.field) }]
  );
  if (options.every(({ value }) => value !== field)) {
    options.unshift({ label: 'Time create', value: field });
  }
  return (
    <>
      <div className={styles.controls}>
        <div className={styles.sort}>
          <Combobox
            aria-label="Sort by"
            options={options}
            value={field}
            onChange={({ value }) => actions.sort(isDescending ? `-${value}` : value)}
          />
        </div>
        <Button
          variant="secondary"
          fill="outline"
          icon={isDescending ? 'arrow-down' : 'arrow-up'}
          aria-label={isDescending ? 'Descending: turn the order round' : 'Ascending: turn the order round'}
          onClick={() => actions.sort(isDescending ? field : `-${field}`)}
        />
        <Button
          variant="secondary"
          fill="outline"
          icon="filter"
          aria-pressed={isFiltering}
          onClick={() => setFiltering(!isFiltering)}
        >
          Filters
        </Button>
      </div>
      {isFiltering && (
        <div className={styles.filters}>
          {columns.map(
            ({ id, label, field: name, spec }) =>
              name !== undefined &&
              spec !== undefined &&
              spec.kind !== 'time' && (
                <div key={id} className={styles.filter}>
                  <span>{label}</span>
                  <ConditionInput
                    field={name}
                    spec={spec}
                    condition={state.filters.find((condition) => condition.field === name)}
                    onChange={(condition) => actions.filter(name, condition)}
                    complete={complete}
                  />
                </div>
              )
          )}
        </div>
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  search: css({ maxWidth: 420, width: '100%' }),
  controls: css({ display: 'flex', gap: theme.spacing(1) }),
  sort: css({ flex: 1, minWidth: 0 }),
  filters: css({
    display: 'grid',
    gridTemplateColumns: '1fr 1fr',
    gap: theme.spacing(0.5, 1),
    maxHeight: '40%',
    overflow: 'auto',
    flex: 'none',
  }),
  filter: css({ minWidth: 0, fontSize: theme.typography.bodySmall.fontSize, color: theme.colors.text.secondary }),
});
