export interface NowFigure {
  value: string;
  label: string;
  description: string;
}

/** The figures that lists of what is there now have of each row, by query type. The first one is meant when none is named. */
export const NOW_FIGURES = {
  nodes: [
    { value: 'away', label: 'Agent away', description: '1 when it was not heard within its lease; in maintenance 0' },
    { value: 'silentSeconds', label: 'Not heard for', description: 'Seconds since its agent was last heard' },
  ],
  queues: [
    { value: 'oldestWaitingSeconds', label: 'Oldest waiting', description: 'Seconds that the oldest job has waited' },
    { value: 'depth', label: 'Depth', description: 'Jobs that wait for a worker' },
    { value: 'running', label: 'Running', description: 'Jobs that run' },
  ],
  failures: [
    { value: 'count', label: 'Failed jobs', description: 'Those that became known in the time range' },
    { value: 'nodes', label: 'Nodes', description: 'On how many nodes it failed' },
    { value: 'newestId', label: 'Newest job', description: 'Its id, which is a number' },
    { value: 'sinceLastOkSeconds', label: 'Since last OK', description: 'Seconds since one of its JumpScripts was OK' },
  ],
} as const satisfies Record<string, readonly NowFigure[]>;
