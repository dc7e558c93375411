import { readFileSync } from 'node:fs';
import { expect, test } from './stack/fixtures';

/** What a person with curl and tokens.json sees first. */
test.skip(({ stack }) => stack.controllerUrl === '', 'needs CONTROLLER_URL');

function viewer(tokensFile: string): Record<string, string> {
  const { viewer: token } = JSON.parse(readFileSync(tokensFile, 'utf8')) as { viewer: string };
  return { authorization: `Bearer ${token}` };
}

for (const path of ['/api/v1/jobs?limit=5', '/api/v1/stats/jobs', '/openapi.json', '/metrics']) {
  test(`the viewer token reads ${path}`, async ({ stack, request }) => {
    const response = await request.get(stack.controllerUrl + path, { headers: viewer(stack.tokensFile) });
    expect(response.status()).toBe(200);
  });
}

test('without a token there is no answer, and the message says what to send', async ({ stack, request }) => {
  const response = await request.get(`${stack.controllerUrl}/api/v1/jobs`);
  expect(response.status()).toBe(401);
  expect(response.headers()['content-type']).toContain('application/problem+json');
  expect(((await response.json()) as { action: string }).action).toMatch(/token/i);
});

test('the viewer token may not run a job', async ({ stack, request }) => {
  const response = await request.post(`${stack.controllerUrl}/api/v1/jobs`, {
    headers: viewer(stack.tokensFile),
    data: { organization: 'jumpscale', name: 'echo', nid: 1 },
  });
  expect(response.status()).toBe(403);
  expect(((await response.json()) as { detail: string }).detail).toMatch(/operator/);
});
