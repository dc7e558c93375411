import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { InlineSwitch, RadioButtonGroup, useStyles2 } from '@grafana/ui';
import { LOG_FIELDS, type LogField } from '@openvcloud/contract/src/filter';
import React from 'react';
import { ConditionInput } from '../../columnFilter/ConditionInput';
import { SearchBox } from '../../listControls/SearchBox';
import { LevelFilter } from './level/LevelFilter';
import { type LogDirection } from './window/logsTarget';
import { type JobLogs } from './useJobLogs';

const ORDERS: Array<{ label: string; value: LogDirection }> = [
  { label: 'Oldest first', value: 'forward' },
  { label: 'Newest first', value: 'backward' },
];
const FILTERS: readonly LogField[] = ['category', 'appName'];

/** Search, filters and order of the lines; all answered by the controller, over all lines. */
export function LogsToolbar({ logs }: { logs: JobLogs }) {
  const styles = useStyles2(getStyles);
  const { state, actions, complete } = logs;
  const conditionOn = (field: string) => state.filters.find((condition) => condition.field === field);
  return (
    <div className={styles.toolbar}>
      <div className={styles.search}>
        <SearchBox
          value={state.search}
          label="Search log lines"
          placeholder="Search all lines"
          onSearch={actions.search}
        />
      </div>
      <LevelFilter condition={conditionOn('level')} onChange={(condition) => actions.filter('level', condition)} />
      {FILTERS.map((field) => (
        <div key={field} className={styles.filter}>
          <span className={styles.label}>{LOG_FIELDS[field].label}</span>
          <div className={styles.input}>
            <ConditionInput
              field={field}
              spec={LOG_FIELDS[field]}
              condition={conditionOn(field)}
              onChange={(condition) => actions.filter(field, condition)}
              complete={complete}
            />
          </div>
        </div>
      ))}
      <RadioButtonGroup
        size="sm"
        aria-label="Order of lines"
        options={ORDERS}
        value={state.direction}
        onChange={actions.order}
      />
      <InlineSwitch
        transparent
        label="Wrap"
        showLabel
        value={state.isWrapped}
        onChange={(event) => actions.wrap(event.currentTarget.checked)}
      />
      <InlineSwitch
        transparent
        label="Follow"
        showLabel
        value={state.isFollowing}
        onChange={(event) => actions.follow(event.currentTarget.checked)}
      />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  toolbar: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5, 1) }),
  search: css({ flex: '1 1 160px', maxWidth: 420, minWidth: 140 }),
  filter: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.5) }),
  label: css({ fontSize: theme.typography.bodySmall.fontSize, color: theme.colors.text.secondary }),
  input: css({ width: 96 }),
});
