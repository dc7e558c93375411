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

export function failureKind(status: number): FailureKind {
  if (status === 401 || status === 403) {
    return 'stop';
  }
  // A proxy's 408, 425 and 429 ask for patience; every other 4xx is an answer to this very request.
  return status >= 400 && status < 500 && ![408, 425, 429].includes(status) ? 'refuse' : 'retry';
}

/** From an answer that is not 2xx: the controller's problem document, or whatever a proxy in between said. */
export function errorFromAnswer(status: number, body: string, request: string): ControllerError {
  const problem = parseJsonObject(body);
  const detail = textOf(problem['detail']) ?? textOf(problem['title']) ?? body.slice(0, 200);
  const action = textOf(problem['action']);
  const message = `${request} was answered ${status}: ${detail || 'no explanation'}${action ? `; ${action}` : ''}`;
  return new ControllerError(failureKind(status), status, textOf(problem['code']) ?? `HTTP_${status}`, message);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
