import { type ScopedVars, type VariableWithOptions } from '@grafana/data';
import {
  setBackendSrv,
  setTemplateSrv,
  type BackendSrv,
  type BackendSrvRequest,
  type TemplateSrv,
} from '@grafana/runtime';
import { of, throwError } from 'rxjs';

/** What the browser would send to Grafana's server. */
export interface SentRequest {
  method: string;
  url: string;
  params?: Record<string, unknown>;
  data?: unknown;
}

type Answer = { status?: number; data: unknown };

/**
 * Grafana's server, replaced at the wire: everything above it is the real thing. `answer` says what a request gets;
 * undefined is a 404, so that a test notices what it did not expect. Returns the requests, as they come.
 */
export function fakeGrafanaServer(answer: (request: SentRequest) => Answer | undefined): SentRequest[] {
  const sent: SentRequest[] = [];
  const fetch = ({ method = 'GET', url, params, data }: BackendSrvRequest) => {
    const request = { method, url, params, data };
    sent.push(request);
    const { status = 200, data: body } = answer(request) ?? {
      status: 404,
      data: { message: `Nothing answers ${method} ${url}` },
    };
    const response = {
      status,
      statusText: '',
      data: body,
      ok: status < 400,
      headers: new Headers(),
      redirected: false,
      type: 'basic',
      url,
      config: { url },
    };
    return status < 400 ? of(response) : throwError(() => response);
  };
  setBackendSrv({ fetch } as unknown as BackendSrv);
  return sent;
}

/** Grafana's variables, with these values. */
export function fakeVariables(values: Record<string, string | string[]>): void {
  const replace = (text = '', _scoped?: ScopedVars, format?: string | Function) =>
    text.replace(/\$\{?(\w+)\}?/g, (match, name: string) => {
      const value = values[name];
      return value === undefined ? match : typeof format === 'function' ? String(format(value)) : String(value);
    });
  const getVariables = () => Object.keys(values).map((name) => ({ name }) as VariableWithOptions);
  setTemplateSrv({
    replace,
    getVariables,
    containsTemplate: () => false,
    updateTimeRange: () => undefined,
  } as unknown as TemplateSrv);
}
