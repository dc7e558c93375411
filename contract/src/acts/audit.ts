import { Type, type Static } from '@sinclair/typebox';
import { Page, Total } from '../coverage';
import { Enum, EpochMs, Nullable } from '../schema';

export const AUDIT_ACTIONS = [
  'job.execute',
  'job.cancel',
  'job.rerun',
  'job.purge',
  'batch.cancel',
  'batch.rerun',
  'bulk.prepare',
  'bulk.start',
  'bulk.stop',
  'bulk.end',
  'failure.resolve',
  'failure.ignore',
  'failure.reopen',
  'failure.note',
  'failure.merge',
  // Refused before it was read which of them.
  'failure.decide',
  'node.setStatus',
  'node.setIdentity',
  'token.create',
  'token.delete',
  'retention.drop',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];
export const AuditActionSchema = Enum(AUDIT_ACTIONS, { title: 'AuditAction' });

/** One act, done or refused. */
export const AuditEvent = Type.Object(
  {
    id: Type.Integer({ format: 'int64' }),
    time: EpochMs,
    user: Type.String({ description: "Who: a token's name, or controller" }),
    onBehalfOf: Nullable(
      Type.String({ description: 'For whom the token acted, as its holder says: e.g. a person signed in to Grafana' })
    ),
    reason: Nullable(Type.String({ description: 'Why, in the words of who acted' })),
    role: Type.String(),
    tokenId: Nullable(Type.String()),
    ip: Nullable(Type.String({ description: 'From where; null when the controller acted by itself' })),
    action: AuditActionSchema,
    target: Type.String({ description: 'What it was done to: a guid, a JumpScript, a node, a partition' }),
    outcome: Type.String({
      description:
        'OK, the code of the error it was refused or ended with, or RUNNING: a purge that goes on, or that a crash cut short',
    }),
    details: Type.Record(Type.String(), Type.Unknown(), {
      description: 'What belongs to the action, e.g. the guids made',
    }),
    requestId: Nullable(Type.String()),
  },
  { title: 'AuditEvent' }
);
export type AuditEvent = Static<typeof AuditEvent>;

export const AuditList = Type.Object(
  { items: Type.Array(AuditEvent), total: Total, page: Page },
  { title: 'AuditList' }
);
export type AuditList = Static<typeof AuditList>;
