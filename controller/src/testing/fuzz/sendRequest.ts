import { once } from 'node:events';
import { request, type Agent, type IncomingMessage } from 'node:http';
import type { FuzzRequest } from './fuzzRequests';

export interface FuzzAnswer {
  status: number;
  contentType: string;
  text: string;
}

/** Sends it as it is, and reads the answer; of one that never ends, its beginning. */
export async function sendRequest(
  origin: string,
  { method, path, headers, body }: FuzzRequest,
  { token, agent, limitMs }: { token: string; agent: Agent; limitMs: number }
): Promise<FuzzAnswer> {
  const { hostname, port } = new URL(origin);
  const sent = request({
    hostname,
    port,
    method,
    path,
    agent,
    headers: { ...headers, authorization: `Bearer ${token}`, 'content-length': body?.length ?? 0 },
    signal: AbortSignal.timeout(limitMs),
  });
  // Whoever refuses a body need not read it: then writing it fails, and the answer is there all the same.
  const failed = new Promise<never>((_resolve, reject) => sent.on('error', reject));
  sent.end(body ?? undefined);
  const [response] = (await Promise.race([once(sent, 'response'), failed])) as [IncomingMessage];
  const contentType = response.headers['content-type'] ?? '';
  const status = response.statusCode ?? 0;
  if (contentType.startsWith('text/event-stream')) {
    response.destroy();
    return { status, contentType, text: '' };
  }
  const chunks: Buffer[] = [];
  response.on('data', (chunk: Buffer) => chunks.push(chunk));
  await Promise.race([once(response, 'end'), failed]);
  return { status, contentType, text: Buffer.concat(chunks).toString('utf8') };
}
