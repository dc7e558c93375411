import type { Problem } from '@openvcloud/contract';

/** Every error the API answers: status, title, and what to do about it. The detail says what was expected and what came. */
export const ERRORS = {
  BAD_REQUEST: { status: 400, title: 'Bad request', action: 'Correct the request; openapi.json describes it.' },
  BAD_PARAMETER: { status: 400, title: 'Bad parameter', action: 'Correct the parameter; openapi.json describes it.' },
  UNREADABLE_BODY: {
    status: 400,
    title: 'Unreadable body',
    action: 'Send whole JSON, as it is or as gzip; if it left like that, look at what passes it on.',
  },
  BAD_BODY: { status: 400, title: 'Bad body', action: 'Correct the body; openapi.json describes it.' },
  MALFORMED_FILTER: {
    status: 400,
    title: 'Malformed filter',
    action: 'Write a filter as field|operator|value, e.g. state|in|ERROR|TIMEOUT.',
  },
  UNKNOWN_FILTER_FIELD: { status: 400, title: 'Unknown filter field', action: 'Use a field that exists.' },
  UNKNOWN_FILTER_OPERATOR: { status: 400, title: 'Unknown filter operator', action: 'Use an operator of this field.' },
  BAD_FILTER_VALUE: { status: 400, title: 'Bad filter value', action: 'Correct the value.' },
  BAD_REGEX: { status: 400, title: 'Bad regular expression', action: 'Correct the expression, or use contains.' },
  REGEX_COST: {
    status: 400,
    title: 'Regular expression too expensive',
    action:
      'Repeat less often ({n}, optional parts in a row), give fewer alternatives, leave out back-references, write .* for .{0,n}; or use contains, startsWith or in.',
  },
  BAD_SORT: { status: 400, title: 'Bad sort', action: 'Sort on a sortable field, "-" in front for descending.' },
  BAD_CURSOR: {
    status: 400,
    title: 'Bad cursor',
    action: 'Use page.next or page.prev of an answer to the same query, or leave the cursor out to start again.',
  },
  BAD_TIME_RANGE: {
    status: 400,
    title: 'Bad time range',
    action: 'Give from and to in epoch milliseconds, from before to.',
  },
  TOO_MANY_BUCKETS: {
    status: 400,
    title: 'Too many time buckets',
    action: 'Use longer buckets or a shorter time range.',
  },
  TOO_MANY_SERIES: { status: 400, title: 'Too many series', action: 'Group by fewer fields, or filter.' },
  UNKNOWN_FAILURE: {
    status: 404,
    title: 'Unknown failure group',
    action: 'Use the key of a group; GET /api/v1/failures lists them.',
  },
  UNKNOWN_FIELD: { status: 404, title: 'Unknown field', action: 'Use a field whose values can be completed.' },
  UNAUTHENTICATED: {
    status: 401,
    title: 'Token missing or wrong',
    action: 'Send "Authorization: Bearer <token>" with a valid token.',
  },
  FORBIDDEN: { status: 403, title: 'Role not sufficient', action: 'Use a token with one of the roles named.' },
  CLIENT_CERTIFICATE: {
    status: 403,
    title: 'Client certificate missing or wrong',
    action:
      'Connect with a certificate that an authority of TLS_CLIENT_CA_FILE signed; an agent has it in AGENT_CERT_FILE.',
  },
  TOO_MANY_FAILURES: {
    status: 429,
    title: 'Too many failed authentications',
    action: 'Wait a minute, then use a valid token.',
  },
  TOO_MANY_STREAMS: {
    status: 429,
    title: 'Too many open streams',
    action: 'Close streams, or use another token.',
  },
  NO_ROUTE: { status: 404, title: 'No such endpoint', action: 'See openapi.json for the endpoints.' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'Method not allowed', action: 'Use a method of the Allow header.' },
  TOO_LARGE: { status: 413, title: 'Request too large', action: 'Send less.' },
  HEADERS_TOO_LARGE: { status: 431, title: 'URL or headers too large', action: 'Send a shorter URL.' },
  REQUEST_TIMEOUT: { status: 408, title: 'Request took too long', action: 'Send it again, faster.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'Unsupported media type', action: 'Send application/json.' },
  UNKNOWN_JOB: { status: 404, title: 'Unknown job', action: 'Check the guid; jobs past their retention are gone.' },
  UNKNOWN_JUMPSCRIPT: {
    status: 404,
    title: 'Unknown JumpScript',
    action: 'List the JumpScripts at /api/v1/jumpscripts.',
  },
  UNKNOWN_VERSION: { status: 404, title: 'Unknown JumpScript version', action: 'Use a version the JumpScript lists.' },
  UNKNOWN_TOKEN: { status: 404, title: 'Unknown token', action: 'List the tokens at /api/v1/tokens.' },
  BAD_TOKEN_REQUEST: {
    status: 400,
    title: 'Bad token request',
    action:
      'Agent tokens name their node (nid), bridge tokens their source, others neither; leave grid out, or ask with a token that reads all grids.',
  },
  LAST_ADMIN: { status: 409, title: 'Last admin token', action: 'Make another admin token first.' },
  BAD_TARGET: { status: 400, title: 'Bad target', action: 'Give nid, or role, or role with all: true.' },
  BAD_ARGS: { status: 400, title: 'Bad arguments', action: 'Give the arguments that the JumpScript lists.' },
  UNKNOWN_BATCH: { status: 404, title: 'Unknown batch', action: 'Use a batchGuid that a job names.' },
  JOB_ENDED: { status: 409, title: 'Job has ended', action: 'Nothing: what ended does not change.' },
  JOB_NOT_ENDED: { status: 409, title: 'Job has not ended', action: 'Wait for its end, or cancel it first.' },
  NOT_OURS: { status: 409, title: 'Job of another controller', action: 'Act on it at the controller it came from.' },
  NOTHING_TO_RERUN: { status: 409, title: 'Nothing to run again', action: 'Look at the batch: nothing in it failed.' },
  EMPTY_FILTER: {
    status: 400,
    title: 'Nothing chosen',
    action: 'Name the jobs, or give a filter or a search text: a time range alone means all jobs.',
  },
  TOO_MANY_JOBS: {
    status: 400,
    title: 'Too many jobs',
    action: 'Narrow the filter or the time range, and act in parts.',
  },
  NOTHING_TO_ACT_ON: {
    status: 409,
    title: 'No job to act on',
    action: 'Look at what matches: ended jobs cannot be cancelled, open ones not run again.',
  },
  UNKNOWN_BULK_ACT: { status: 404, title: 'Unknown act', action: 'Prepare it again: acts are kept for a week.' },
  BULK_ACT_ENDED: { status: 409, title: 'Act has ended', action: 'Prepare another one.' },
  IDEMPOTENCY_KEY_REUSED: {
    status: 409,
    title: 'Idempotency-Key used before',
    action: 'Send a new key with a new request; repeat a request unchanged.',
  },
  UNKNOWN_NODE: { status: 404, title: 'Unknown node', action: 'List the nodes at /api/v1/nodes.' },
  BROKEN_JUMPSCRIPT: { status: 409, title: 'Broken JumpScript', action: 'Correct the file; it is read again at once.' },
  DISABLED_JUMPSCRIPT: { status: 409, title: 'Disabled JumpScript', action: 'Set enable = True in the file.' },
  UNKNOWN_SOURCE: { status: 404, title: 'Unknown source', action: 'Ask for the hash of an assignment.' },
  SOURCE_TAKEN: {
    status: 409,
    title: 'Source has another bridge',
    action: 'Let one bridge read a source; when it has stopped, try again in a minute.',
  },
  UNKNOWN_SESSION: { status: 409, title: 'Session not current', action: 'Register again.' },
  LEASE_NOT_RENEWED: { status: 503, title: 'Lease not renewed', action: 'Send the heartbeat again.' },
  QUERY_BUDGET: { status: 503, title: 'Query took too long', action: 'Narrow the time range or the filters.' },
  BUSY: {
    status: 503,
    title: 'Too many reads at a time',
    action: 'Try again after the seconds of Retry-After; narrow the time range or the filters of lists and searches.',
  },
  TOO_MANY_READS: {
    status: 429,
    title: 'Too many reads of one token',
    action:
      'Try again after the seconds of Retry-After; ask for fewer things at a time, shorter time ranges, or less text to look through.',
  },
  OVERLOADED: {
    status: 503,
    title: 'Too many acts at a time',
    action: 'Send it again after the seconds of Retry-After; send fewer at a time.',
  },
  TOO_MANY_EXPORTS: { status: 429, title: 'Too many exports', action: 'Try again when another export has ended.' },
  EXPORT_BUDGET: {
    status: 503,
    title: 'Export took too long',
    action: 'Export shorter time ranges, one after the other, or read faster.',
  },
  REQUEST_ABANDONED: { status: 499, title: 'Request abandoned', action: 'Nothing: the caller closed the connection.' },
  DATABASE_UNAVAILABLE: {
    status: 503,
    title: 'Database not available',
    action: 'Try again; if it stays, look at the controller log.',
  },
  DATABASE_FULL: {
    status: 503,
    title: 'Disk of the database is full',
    action: 'Free disk space where PostgreSQL has its data, or keep less (RETENTION_*_GB); then send it again.',
  },
  DATABASE_READ_ONLY: {
    status: 503,
    title: 'Database takes no changes',
    action: 'Let DATABASE_URL name the primary, and look at default_transaction_read_only there; then send it again.',
  },
  SHUTTING_DOWN: { status: 503, title: 'Controller is stopping', action: 'Try again in a moment.' },
  INTERNAL: { status: 500, title: 'Internal error', action: 'Look up the request id in the controller log.' },
} as const satisfies Record<string, { status: number; title: string; action: string }>;
export type ErrorCode = keyof typeof ERRORS;

export interface ErrorDetails {
  action?: string;
  headers?: Readonly<Record<string, string>>;
  cause?: unknown;
}

/** An answer other than success. `detail`: what was expected and what came; `action` overrides the catalogue's. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  readonly code: ErrorCode;
  readonly detail: string;
  readonly more: ErrorDetails;

  constructor(code: ErrorCode, detail: string, more: ErrorDetails = {}) {
    super(`${code}: ${detail}`, { cause: more.cause });
    this.code = code;
    this.detail = detail;
    this.more = more;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }

  toProblem(requestId?: string): Problem {
    const { status, title, action } = ERRORS[this.code];
    return {
      type: 'about:blank',
      title,
      status,
      code: this.code,
      detail: this.detail,
      action: this.more.action ?? action,
      requestId,
    };
  }
}
