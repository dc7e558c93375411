import { type DataFrame, type PanelProps } from '@grafana/data';
import { Table } from '@grafana/ui';
import { useState } from 'react';
import { NoData } from './NoData';

export interface TableOptions {
  sortBy?: Array<{ displayName: string; desc?: boolean }>;
  showHeader?: boolean;
}

/** The first frame as a table that sorts and filters in the browser. */
export function TablePanel({
  data,
  options,
  fieldConfig,
  width,
  height,
  replaceVariables,
  timeRange,
}: PanelProps<TableOptions>) {
  const [sortBy, setSortBy] = useState(options.sortBy ?? []);
  const frame = data.series.find(({ fields }) => fields.length > 0);
  if (frame === undefined || frame.length === 0) {
    return <NoData fieldConfig={fieldConfig} width={width} height={height} />;
  }
  return (
    <Table
      data={withoutHidden(frame)}
      width={width}
      height={height}
      noHeader={options.showHeader === false}
      resizable={false}
      initialSortBy={sortBy}
      onSortByChange={setSortBy}
      fieldConfig={fieldConfig}
      replaceVariables={replaceVariables}
      timeRange={timeRange}
    />
  );
}

/** Hidden fields stay in the data for links; the table component would give them a column. */
function withoutHidden(frame: DataFrame): DataFrame {
  const fields = frame.fields.filter(({ config }) => config.custom?.hidden !== true);
  return fields.length === frame.fields.length ? frame : { ...frame, fields };
}
