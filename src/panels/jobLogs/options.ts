export const LOG_COLUMNS = {
  time: { label: 'Time', width: 172 },
  level: { label: 'Level', width: 92 },
  appName: { label: 'App name', width: 150 },
  category: { label: 'Category', width: 120 },
  nodeName: { label: 'Node', width: 90 },
  job: { label: 'Job', width: 150 },
} as const satisfies Record<string, { label: string; width: number }>;
export type LogColumn = keyof typeof LOG_COLUMNS;

export interface JobLogsOptions {
  columns: LogColumn[];
  /** Long messages wrap unless the viewer turns it off. */
  wrap: boolean;
}

export const DEFAULT_LOG_COLUMNS: LogColumn[] = ['time', 'level', 'appName', 'category'];

export function isLogColumn(name: string): name is LogColumn {
  return Object.hasOwn(LOG_COLUMNS, name);
}
