import { ALERT_QUERY } from './alertQuery';
import { ALL_VALUE, GROUP_FIELDS, JOB_FIELDS, JUMPSCRIPT_FIELDS, LOG_FIELDS, OPERATORS, TIME_FIELDS } from './filter';
import { FAILURE_FIELDS, FAILURE_STATUSES } from './failureStatus';
import { FORMER_FIELDS } from './formerFields';
import { STATE_LOOKS } from './jobState';
import { LIMITS } from './limits';
import { LOG_LEVELS } from './logLevel';
import { NODE_STAT_FIELDS, SHORTEST_STAT_BUCKET_MS, STAT_FIGURES } from './nodeStat';
import { NOW_FIGURES } from './nowFigures';
import { OWN_SOURCE } from './source';

/**
 * The parts of the contract that OpenAPI has no words for, as plain JSON for readers in other languages: which fields
 * exist, what may be asked of them, how states look, and the limits. The data source's backend embeds it as
 * pkg/contract/rules.json.
 */
export function buildRules() {
  return {
    operators: OPERATORS,
    fields: {
      jobs: JOB_FIELDS,
      logs: LOG_FIELDS,
      jumpscripts: JUMPSCRIPT_FIELDS,
      nodeStats: NODE_STAT_FIELDS,
      failures: FAILURE_FIELDS,
    },
    formerFields: FORMER_FIELDS,
    timeFields: TIME_FIELDS,
    groupFields: GROUP_FIELDS,
    allValue: ALL_VALUE,
    ownSource: OWN_SOURCE,
    alertQuery: ALERT_QUERY,
    statFigures: STAT_FIGURES,
    shortestStatBucketMs: SHORTEST_STAT_BUCKET_MS,
    failureStatuses: FAILURE_STATUSES,
    nowFigures: NOW_FIGURES,
    states: STATE_LOOKS,
    logLevels: LOG_LEVELS,
    limits: LIMITS,
  };
}
