import type { AuditAction, AuditEvent, AuditList } from '@openvcloud/contract';
import type { Database } from '../database/database';
import type { Queryable } from '../database/queryable';
import { storable, storableOrNull } from '../text/storable';
import { timeRangeSql } from '../query/filterSql';
import { refuseEmptyRange, refuseNul } from '../query/question';
import type { Parameters } from '../database/parameters';
import { readPage } from '../lists/readPage';

/** Who acts on nobody's behalf says nothing of it. */
type Said = Pick<AuditEvent, 'onBehalfOf' | 'reason'>;
export type NewAuditEvent = Omit<AuditEvent, 'id' | keyof Said> & Partial<Said>;

export async function writeAudit(database: Queryable, gid: number, event: NewAuditEvent): Promise<void> {
  await database.query(
    {
      text: `insert into audit_events (gid, time, username, role, token_id, ip, action, target, outcome, details, request_id, on_behalf_of, reason)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      values: [
        gid,
        event.time,
        event.user,
        event.role,
        event.tokenId,
        event.ip,
        event.action,
        storable(event.target.slice(0, 500)),
        event.outcome,
        storableJson(event.details),
        event.requestId,
        storableOrNull(event.onBehalfOf),
        storableOrNull(event.reason),
      ],
    },
    { name: 'write_audit' }
  );
}

/** What became of an act whose event was written while it went on. False: there is no such event. */
export async function updateAudit(
  database: Queryable,
  gid: number,
  { time, action, requestId }: Pick<NewAuditEvent, 'time' | 'action' | 'requestId'>,
  { outcome, details }: Pick<NewAuditEvent, 'outcome'> & Partial<Pick<NewAuditEvent, 'details'>>
): Promise<boolean> {
  const rows = await database.query(
    {
      text: `update audit_events set outcome = $5, details = coalesce($6::jsonb, details)
             where gid = $1 and time = $2 and action = $3 and request_id = $4 returning id`,
      values: [gid, time, action, requestId, outcome, details === undefined ? null : storableJson(details)],
    },
    { name: 'update_audit' }
  );
  return rows.length > 0;
}

/** jsonb refuses what text refuses, also when it is escaped. */
function storableJson(details: Record<string, unknown>): string {
  return JSON.stringify(details, (_key, value: unknown) => (typeof value === 'string' ? storable(value) : value));
}

export interface AuditListRequest {
  from?: number;
  to?: number;
  action?: AuditAction;
  user?: string;
  target?: string;
  cursor?: string;
}

/** Events of one grid or, with null, of all. */
export async function listAudit(
  database: Database,
  gid: number | null,
  request: AuditListRequest,
  limit: number,
  signal: AbortSignal
): Promise<AuditList> {
  const { from, to, action, user, target, cursor } = request;
  refuseEmptyRange(from, to);
  return readPage<AuditEvent>(
    database,
    {
      list: {
        from: 'audit_events',
        columns: `id, time, username as "user", on_behalf_of as "onBehalfOf", reason, role, token_id as "tokenId", ip, action, target, outcome, details, request_id as "requestId"`,
        order: {
          name: 'audit',
          isDescending: true,
          columns: [
            { sql: 'time', type: 'bigint', isNullable: false },
            { sql: 'id', type: 'bigint', isNullable: false },
          ],
        },
        conditions: (parameters) => [
          ...timeRangeSql('time', { from, to }, parameters),
          ...(gid === null ? [] : [`gid = ${parameters.add(gid)}`]),
          ...equals('action', action, parameters),
          ...equals('username', user, parameters),
          ...equals('target', target, parameters),
        ],
        facts: { isNarrowed: false, isSearch: false, mayBeFew: false },
      },
      selection: [action, user, target],
      limit,
      isCounted: true,
      ...(cursor === undefined ? {} : { cursor }),
    },
    { signal, name: 'list_audit' }
  );
}

function equals(column: string, value: string | undefined, parameters: Parameters): string[] {
  refuseNul(value, column);
  return value === undefined ? [] : [`${column} = ${parameters.add(value)}`];
}
