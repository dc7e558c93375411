import { request } from '@playwright/test';

/**
 * Logs in to a Grafana as GRAFANA_USER with GRAFANA_PASSWORD (admin, admin) and keeps the session for every test.
 * @throws Error when it is refused, so that no test looks at a login page.
 */
export async function logIn(url: string, env: NodeJS.ProcessEnv, sessionFile: string): Promise<void> {
  const { GRAFANA_USER: user = 'admin', GRAFANA_PASSWORD: password = 'admin' } = env;
  const grafana = await request.newContext({ baseURL: url });
  try {
    const answer = await grafana.post('/login', { data: { user, password } });
    if (!answer.ok()) {
      throw new Error(
        `${url} refused the login of "${user}" (${answer.status()}): set GRAFANA_USER and GRAFANA_PASSWORD to an admin's.`
      );
    }
    await grafana.storageState({ path: sessionFile });
  } finally {
    await grafana.dispose();
  }
}
