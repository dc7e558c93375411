import { PanelPlugin, type SelectableValue } from '@grafana/data';
import { COLUMNS } from './columns/columns';
import { JobsTablePanel } from './JobsTablePanel';
import { DEFAULT_COLUMNS, PAGE_SIZES, type JobsTableOptions } from './options';

const COLUMN_OPTIONS: SelectableValue[] = COLUMNS.map(({ id, label }) => ({ value: id, label }));

export const plugin = new PanelPlugin<JobsTableOptions>(JobsTablePanel).setPanelOptions((builder) =>
  builder
    .addMultiSelect({
      path: 'columns',
      name: 'Columns',
      description: 'Shown in this order.',
      defaultValue: DEFAULT_COLUMNS,
      settings: { options: COLUMN_OPTIONS },
    })
    .addSelect({
      path: 'pageSize',
      name: 'Records per page',
      description: 'A viewer can choose another number.',
      defaultValue: 0,
      settings: {
        options: [
          { value: 0, label: 'As the query' },
          ...PAGE_SIZES.map((size) => ({ value: Number(size), label: String(size) })),
        ],
      },
    })
    .addBooleanSwitch({ path: 'showSearch', name: 'Search box', defaultValue: true })
    .addBooleanSwitch({ path: 'showFilters', name: 'Filter row', defaultValue: true })
    .addBooleanSwitch({
      path: 'live',
      name: 'Live',
      description: 'Rows change as jobs do, while the time range ends now. A viewer can pause it.',
      defaultValue: true,
    })
);
