import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';

/** Only meaningful between two neighbours, not along the way. */
const HOP_BY_HOP = new Set(['connection', 'host', 'keep-alive', 'transfer-encoding', 'upgrade']);

/**
 * Passes a request on to the backend host and its answer back, both as streams. When the browser gives up, the
 * backend's request is given up too, so that the controller can cancel its SQL.
 */
export function forward(request: IncomingMessage, response: ServerResponse, port: number): void {
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !HOP_BY_HOP.has(name)));
  const upstream = httpRequest({ host: '127.0.0.1', port, path: request.url, method: request.method, headers });
  upstream.once('response', (answer) => {
    response.writeHead(
      answer.statusCode ?? 502,
      Object.fromEntries(Object.entries(answer.headers).filter(([name]) => !HOP_BY_HOP.has(name)))
    );
    answer.pipe(response);
  });
  upstream.once('error', (error) => {
    if (!response.headersSent) {
      response.writeHead(502, { 'content-type': 'application/json' });
    }
    response.end(
      JSON.stringify({
        message: `The data source's backend did not answer: ${error.message}. Its output in the terminal says why.`,
      })
    );
  });
  response.once('close', () => upstream.destroy());
  request.pipe(upstream);
}
