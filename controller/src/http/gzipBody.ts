import { createGunzip, type Gunzip } from 'node:zlib';
import type { FastifyRequest, RequestPayload } from 'fastify';
import { ApiError } from '../errors/errors';

/** Decompresses `content-encoding: gzip` bodies; Fastify counts the decompressed bytes against the body limit. */
export function gunzipBody(request: FastifyRequest, payload: RequestPayload): RequestPayload {
  const encoding = request.headers['content-encoding'];
  if (encoding === undefined || encoding === 'identity') {
    return payload;
  }
  if (encoding !== 'gzip') {
    throw new ApiError('UNSUPPORTED_MEDIA_TYPE', `Expected content-encoding gzip or none, got "${encoding}".`, {
      action: 'Send the body plain or as gzip.',
    });
  }
  const gunzip: Gunzip & { receivedEncodedLength?: number } = createGunzip();
  gunzip.receivedEncodedLength = 0;
  payload.on('data', (chunk: Buffer) => {
    gunzip.receivedEncodedLength = (gunzip.receivedEncodedLength ?? 0) + chunk.length;
  });
  payload.on('error', (error) => gunzip.destroy(error));
  // Who reads the body hears of what does not decompress. Where nobody does (a GET, a refused content type), an error that
  // nobody listens to would end the process.
  gunzip.on('error', () => undefined);
  return payload.pipe(gunzip);
}
