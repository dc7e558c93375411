import { propertyOf, textOf } from '../unknownValue/propertyOf';

/** An act as the audit trail has it. */
export interface AuditRow {
  id: number;
  /** Epoch milliseconds. */
  time: number;
  /** The person for whom a token acted, else the token's name. */
  who: string;
  /** The token, where it acted for somebody. */
  by: string;
  what: string;
  target: string;
  /** OK, or the code of what it was refused for. */
  outcome: string;
  reason: string;
  /** What it came to, for acts on many: "3 cancelled". */
  details: string;
}

const WORDS: Readonly<Record<string, string>> = {
  'job.execute': 'Run',
  'job.cancel': 'Cancel',
  'job.rerun': 'Re-run',
  'job.purge': 'Purge',
  'batch.cancel': 'Cancel a batch',
  'batch.rerun': 'Re-run a batch',
  'bulk.prepare': 'Choose many',
  'bulk.start': 'Act on many',
  'bulk.stop': 'Stop acting on many',
  'bulk.end': 'Acted on many',
  'failure.resolve': 'Resolve a failure group',
  'failure.ignore': 'Ignore a failure group',
  'failure.reopen': 'Reopen a failure group',
  'failure.note': 'Annotate a failure group',
  'failure.merge': 'Merge failure groups',
  'failure.decide': 'Decide on a failure group',
};

/** The answer of the controller's audit trail as rows. */
export function toAuditRows(answer: unknown): AuditRow[] {
  const items = propertyOf(answer, 'items');
  return Array.isArray(items) ? items.map(toRow) : [];
}

function toRow(item: unknown): AuditRow {
  const [user, onBehalfOf] = [textOf(item, 'user'), textOf(item, 'onBehalfOf')];
  const action = textOf(item, 'action');
  return {
    id: Number(propertyOf(item, 'id') ?? 0),
    time: Number(propertyOf(item, 'time') ?? 0),
    who: onBehalfOf === '' ? user : onBehalfOf,
    by: onBehalfOf === '' ? '' : user,
    what: WORDS[action] ?? action,
    target: textOf(item, 'target'),
    outcome: textOf(item, 'outcome'),
    reason: textOf(item, 'reason'),
    details: describeDetails(propertyOf(item, 'details')),
  };
}

function describeDetails(details: unknown): string {
  const outcomes = propertyOf(details, 'outcomes');
  if (typeof outcomes === 'object' && outcomes !== null) {
    return Object.entries(outcomes)
      .map(([outcome, count]) => `${String(count)} ${outcome}`)
      .join(', ');
  }
  const total = propertyOf(details, 'total') ?? propertyOf(details, 'count');
  return typeof total === 'number' ? `${total} ${total === 1 ? 'job' : 'jobs'}` : textOf(details, 'detail');
}
