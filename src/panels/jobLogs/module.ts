import { PanelPlugin, type SelectableValue } from '@grafana/data';
import { JobLogsPanel } from './JobLogsPanel';
import { DEFAULT_LOG_COLUMNS, LOG_COLUMNS, type JobLogsOptions } from './options';

const COLUMN_OPTIONS: SelectableValue[] = Object.entries(LOG_COLUMNS).map(([value, { label }]) => ({ value, label }));

export const plugin = new PanelPlugin<JobLogsOptions>(JobLogsPanel).setPanelOptions((builder) =>
  builder
    .addMultiSelect({
      path: 'columns',
      name: 'Columns',
      description: 'Shown before the message, in this order.',
      defaultValue: DEFAULT_LOG_COLUMNS,
      settings: { options: COLUMN_OPTIONS },
    })
    .addBooleanSwitch({
      path: 'wrap',
      name: 'Wrap long messages',
      description: 'A viewer can change it.',
      defaultValue: true,
    })
);
