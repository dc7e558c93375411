import { LogList } from '@openvcloud/contract';
import type { QueryResultRow } from 'pg';
import { LOG_LINE_COLUMNS } from '../../../controller/src/logs/logs';
import { answerOf } from '../asked/answerOf';
import type { Comparison } from '../asked/sameAnswer';
import type { BenchCase, CaseGroup } from './benchCase';
import { like } from '../asked/handCondition';
import { COMMON_WORD, RARE_WORD } from '../seed/seedLogs';
import type { LongLog, SeedRecord } from '../seed/seedRecord';
import type { TargetName } from '../figures/targets';

const logList = answerOf(LogList);

const ABSENT_WORD = 'nowhere';
const LINES = 200;
const LIMIT = `limit ${LINES + 1}`;
const PAGE = `limit=${LINES}&count=false`;

/** Lines of one log and of all, opened, jumped into and searched. */
export function logGroups({ oldLog, dayLog, hourLog }: SeedRecord): CaseGroup[] {
  return [
    oneLog('the first job', 'log', oldLog),
    oneLog('a job of the last day', "last day's log", dayLog),
    oneLog('a job of the last hour', "last hour's log", hourLog),
    {
      title: 'All logs',
      cases: [
        logCase('all logs, newest', `/api/v1/logs?${PAGE}`, ofAll(''), ['logOpen']),
        ...[COMMON_WORD, RARE_WORD, ABSENT_WORD].map((word) =>
          logCase(`all logs, q=${word}`, `/api/v1/logs?${PAGE}&q=${word}`, ofAll(`where message ilike ${like(word)}`), [
            'logSearch',
          ])
        ),
      ],
    },
  ];
}

function ofAll(where: string): string {
  return `select ${LOG_LINE_COLUMNS} from log_lines ${where} order by time desc, job_guid desc, seq desc ${LIMIT}`;
}

function oneLog(whose: string, name: string, { guid, lines, middle }: LongLog): CaseGroup {
  const half = Math.floor(lines / 2);
  const own = (query = '') => `/api/v1/jobs/${guid}/logs?${PAGE}${query}`;
  const of = (rest: string) =>
    `select ${LOG_LINE_COLUMNS} from log_lines where gid = 1 and job_guid = '${guid}' ${rest} ${LIMIT}`;
  const forward = 'order by time, seq';
  return {
    title: `Log of ${lines.toLocaleString('en')} lines, of ${whose}`,
    cases: [
      logCase(`${name}, start`, own(), of(forward), ['logOpen']),
      logCase(`${name}, end`, own('&direction=backward'), of('order by time desc, seq desc'), ['logOpen']),
      logCase(
        `${name}, jump to a time in the middle`,
        own(`&startTime=${middle}`),
        of(`and time >= ${middle} ${forward}`),
        ['logJump']
      ),
      logCase(`${name}, jump to the line in the middle`, own(`&startSeq=${half}`), of(`${forward} offset ${half}`), [
        'logJump',
      ]),
      ...[COMMON_WORD, RARE_WORD, ABSENT_WORD].map((word) =>
        logCase(`${name}, q=${word}`, own(`&q=${word}`), of(`and message ilike ${like(word)} ${forward}`), [
          'logSearch',
        ])
      ),
      // No index knows levels: it answers with how far it came.
      logCase(
        `${name}, errors (none)`,
        own(`&filter=${encodeURIComponent('level|=|2')}`),
        of(`and level = 2 ${forward}`),
        []
      ),
    ],
  };
}

function logCase(name: string, path: string, sql: string, targets: readonly TargetName[]): BenchCase {
  return { name, path, sql: [sql], compare: compareLines, targets };
}

/** The same lines in the same order; of a search that ran out of time those that it found. */
function compareLines(answer: unknown, rows: readonly QueryResultRow[]): Comparison {
  const { items, coverage } = logList(answer);
  const shown = rows.slice(0, coverage.isCut ? items.length : LINES);
  return { api: items, sql: shown, ...(coverage.isCut ? { remark: 'cut' } : {}) };
}
