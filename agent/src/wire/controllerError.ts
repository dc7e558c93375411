import { parseJsonObject } from './parseJsonObject';

/**
 * Why the controller did not do what was asked, and so what the agent does about it:
 * retry (later, again), refuse (this request will never be accepted) or stop (no request of this agent will be).
 */
export type FailureKind = 'retry' | 'refuse' | 'stop';

export class ControllerError extends Error {
  readonly kind: FailureKind;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly code: string;

  constructor(kind: FailureKind, status: number, code: string, message: string) {
    super(message);
    this.kind = kind;
    this.status = status;
    this.code = code;
  }
}

const PROBLEM = 'application/problem+json';
/** Codes of the controller's catalogue after which no request of this agent can succeed. */
const STOP: ReadonlySet<string> = new Set(['UNAUTHENTICATED', 'FORBIDDEN', 'CLIENT_CERTIFICATE']);
/** Codes about what this very request holds: sent again, it would be answered the same. */
const REFUSE: ReadonlySet<string> = new Set([
  'BAD_BODY',
  'BAD_PARAMETER',
  'TOO_LARGE',
  'UNKNOWN_SESSION',
  'UNKNOWN_SOURCE',
]);

/**
 * Only the controller itself can refuse for good, and only with a word about this request. What a proxy, a misrouted address or a
 * controller of another version answers passes, whatever its status.
 */
function failureKind(status: number, code: string | undefined): FailureKind {
  if (code === undefined || status < 400 || status > 499) {
    return 'retry';
  }
  return STOP.has(code) ? 'stop' : REFUSE.has(code) ? 'refuse' : 'retry';
}

export interface Answer {
  status: number;
  contentType: string;
  text: string;
}

/** From an answer that is not 2xx: the controller's problem document, or that it was somebody else's, whose text is not repeated. */
export function errorFromAnswer({ status, contentType, text }: Answer, request: string): ControllerError {
  const problem = contentType.startsWith(PROBLEM) ? parseJsonObject(text) : {};
  const code = textOf(problem['code']);
  const detail = textOf(problem['detail']) ?? textOf(problem['title']);
  const action = textOf(problem['action']);
  const message =
    detail === undefined
      ? `${request} was answered ${status} by something else than an Agent Controller: ${hintFor(status)}`
      : `${request} was answered ${status}: ${detail}${action ? `; ${action}` : ''}`;
  return new ControllerError(failureKind(status, code), status, code ?? `HTTP_${status}`, message);
}

function hintFor(status: number): string {
  return status === 413
    ? 'something in between limits bodies, where 16 MB must pass (nginx: client_max_body_size)'
    : 'is CONTROLLER_URL right, and does whatever is in between let this request pass?';
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
