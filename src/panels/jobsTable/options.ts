import { type ColumnId } from './columns/columns';

/** What a dashboard's author sets; what a viewer changes lives in the URL. */
export interface JobsTableOptions {
  columns: ColumnId[];
  /** 0: as many rows as the query asks for. */
  pageSize: number;
  showFilters: boolean;
  showSearch: boolean;
  /** Rows change as jobs do. */
  live: boolean;
}

export const DEFAULT_COLUMNS: ColumnId[] = [
  'timeStart',
  'organization',
  'category',
  'cmd',
  'resultPreview',
  'state',
  'queue',
  'nodeName',
  'waitMs',
  'runMs',
];

export const PAGE_SIZES = [10, 25, 50, 100, 500] as const;
