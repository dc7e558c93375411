import { type BackendSrv, type BackendSrvRequest, type FetchError, type FetchResponse } from '@grafana/runtime';
import { lastValueFrom, Observable } from 'rxjs';

/** Requests to the server, with Grafana's answer and error shapes. Unsubscribing aborts the request. */
export class BackendService implements BackendSrv {
  fetch<T>(options: BackendSrvRequest): Observable<FetchResponse<T>> {
    return new Observable((subscriber) => {
      const controller = new AbortController();
      send<T>(options, controller.signal).then(
        (response) => {
          if (response.ok) {
            subscriber.next(response);
            subscriber.complete();
          } else {
            subscriber.error(toError(response));
          }
        },
        (error: unknown) => subscriber.error(unreachable(options, error, controller.signal.aborted))
      );
      return () => controller.abort();
    });
  }

  async request<T>(options: BackendSrvRequest): Promise<T> {
    return (await lastValueFrom(this.fetch<T>(options))).data;
  }

  get<T>(
    url: string,
    params?: Record<string, unknown>,
    requestId?: string,
    options?: Partial<BackendSrvRequest>
  ): Promise<T> {
    return this.request<T>({ ...options, method: 'GET', url, params, requestId });
  }

  delete<T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>): Promise<T> {
    return this.request<T>({ ...options, method: 'DELETE', url, data });
  }

  post<T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>): Promise<T> {
    return this.request<T>({ ...options, method: 'POST', url, data });
  }

  patch<T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>): Promise<T> {
    return this.request<T>({ ...options, method: 'PATCH', url, data });
  }

  put<T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>): Promise<T> {
    return this.request<T>({ ...options, method: 'PUT', url, data });
  }

  datasourceRequest<T>(options: BackendSrvRequest): Promise<FetchResponse<T>> {
    return lastValueFrom(this.fetch<T>(options));
  }

  chunked(): Observable<FetchResponse<Uint8Array | undefined>> {
    throw new Error('The preview has no chunked requests.');
  }
}

async function send<T>(options: BackendSrvRequest, signal: AbortSignal): Promise<FetchResponse<T>> {
  const hasBody = options.data !== undefined && options.method !== 'GET';
  const answer = await fetch(requestUrl(options), {
    method: options.method ?? 'GET',
    headers: headersOf(options, hasBody),
    body: hasBody ? (typeof options.data === 'string' ? options.data : JSON.stringify(options.data)) : undefined,
    signal,
  });
  const { status, statusText, ok, headers, redirected, type, url } = answer;
  return {
    data: (await body(answer, options.responseType)) as T,
    status,
    statusText,
    ok,
    headers,
    redirected,
    type,
    url,
    config: options,
  };
}

/** As Grafana: what the request says itself counts. */
function headersOf(options: BackendSrvRequest, hasBody: boolean): Headers {
  const headers = new Headers(options.headers);
  if (!headers.has('accept')) {
    headers.set('accept', 'application/json, text/plain, */*');
  }
  if (hasBody && !headers.has('content-type')) {
    headers.set('content-type', 'application/json');
  }
  return headers;
}

/** Grafana's requests are relative to the server's root, whatever page one is on. */
export function requestUrl({ url, params = {} }: Pick<BackendSrvRequest, 'url' | 'params'>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null) {
        query.append(name, String(item));
      }
    }
  }
  const path = /^(https?:)?\//.test(url) ? url : `/${url}`;
  const text = query.toString();
  return text === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${text}`;
}

async function body(answer: Response, type: BackendSrvRequest['responseType']): Promise<unknown> {
  switch (type) {
    case 'arraybuffer':
      return answer.arrayBuffer();
    case 'blob':
      return answer.blob();
    case 'text':
      return answer.text();
    default: {
      const text = await answer.text();
      try {
        return text === '' ? {} : JSON.parse(text);
      } catch {
        return text;
      }
    }
  }
}

function toError<T>({ status, statusText, data, config }: FetchResponse<T>): FetchError<unknown> {
  const isObject = typeof data === 'object' && data !== null;
  const message = isObject && 'message' in data ? String(data.message) : `${status} ${statusText}`;
  return { status, statusText, data: isObject ? data : { message: String(data) || message }, message, config };
}

function unreachable(config: BackendSrvRequest, error: unknown, isAborted: boolean): FetchError<unknown> {
  const message = isAborted
    ? 'Request was aborted'
    : `The preview's server does not answer (${String(error)}). Is it still running?`;
  return { status: isAborted ? -1 : 0, statusText: message, data: { message }, message, cancelled: isAborted, config };
}
