import type { InjectOptions } from 'fastify';
import type { TestApp } from './app';

/** One act of an operator, or of whoever's token is given. */
export async function act<Answer>(
  test: TestApp,
  method: InjectOptions['method'],
  url: string,
  { key, token = test.tokens.operator, payload }: { key?: string; token?: string; payload?: object } = {}
): Promise<{ status: number; body: Answer; text: string }> {
  const { status, body, text } = await test.call({
    method,
    url,
    token,
    ...(payload === undefined ? {} : { payload }),
    ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
  });
  return { status, body: body as Answer, text };
}
