import { Type, type TObject, type TSchema } from '@sinclair/typebox';
import { type Role } from '../token';

/** One endpoint of the API: what it takes, what it answers, and who may call it. */
export interface Endpoint {
  method: 'GET' | 'POST' | 'DELETE' | 'PUT';
  path: string;
  summary: string;
  /** Who may call; empty = anyone, without a token. */
  roles: readonly Role[];
  params?: TObject;
  query?: TObject;
  body?: TSchema;
  /** An `Idempotency-Key` header makes it happen once, however often it is sent. */
  takesIdempotencyKey?: boolean;
  /** `On-Behalf-Of` and `Act-Reason` headers, percent-encoded, go into the audit trail. */
  takesOnBehalfOf?: boolean;
  /** Is HEAD answered, too? For probes. */
  takesHead?: boolean;
  /** A `Last-Event-ID` header resumes a stream of events. */
  takesLastEventId?: boolean;
  status: number;
  /** Absent: not JSON (metrics, documents, streams). */
  response?: TSchema;
  /** Of an answer that is not JSON: the media types it comes in. */
  mediaTypes?: readonly string[];
}

export const READ: readonly Role[] = ['viewer', 'operator', 'admin'];
export const ACT: readonly Role[] = ['operator', 'admin'];
/** What people do to jobs: once, and with who and why in the trail. */
export const BY_PEOPLE = { roles: ACT, takesIdempotencyKey: true, takesOnBehalfOf: true } as const;
export const ADMIN: readonly Role[] = ['admin'];
export const AGENT: readonly Role[] = ['agent'];
export const BRIDGE: readonly Role[] = ['bridge'];

export const SourceHash = Type.Object({ hash: Type.String({ pattern: '^[0-9a-f]{64}$' }) });
export const Guid = Type.Object({ guid: Type.String({ minLength: 1, maxLength: 64 }) });
