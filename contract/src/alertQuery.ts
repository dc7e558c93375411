/**
 * What an alert rule counts unless its query says otherwise: jobs that failed, by JumpScript, when that became known: so
 * one whose agent was cut off when it ended is counted, too. The query editor shows it in a new rule, and the data source's backend asks it for a rule that was saved as it was shown: Grafana
 * saves a query that nobody touched without what the editor filled in.
 * No schema library here: the plugin bundles import this file.
 */
export const ALERT_QUERY = {
  queryType: 'jobCounts',
  version: 2,
  filters: [{ field: 'state', operator: 'in', values: ['ERROR', 'TIMEOUT'] }],
  timeField: 'timeKnown',
  groupBy: ['state', 'organization', 'cmd'],
  format: 'number',
} as const;
