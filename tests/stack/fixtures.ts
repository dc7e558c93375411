import { readFileSync } from 'node:fs';
import { test as base } from '@playwright/test';
import { ControllerApi } from './controllerApi';
import { readStackFile, type RunningStack } from './stackFile';

interface Fixtures {
  stack: RunningStack;
  /** The controller's API with the operator's token. */
  api: ControllerApi;
}

export const test = base.extend<Fixtures>({
  stack: async ({}, use) => use(readStackFile()),
  baseURL: async ({ stack }, use) => use(stack.url),
  storageState: async ({ stack }, use) => use(stack.sessionFile),
  api: async ({ stack }, use, testInfo) => {
    testInfo.skip(stack.controllerUrl === '' || stack.tokensFile === '', 'needs CONTROLLER_URL and TOKENS_FILE');
    const tokens = JSON.parse(readFileSync(stack.tokensFile, 'utf8')) as { operator: string };
    await use(new ControllerApi(stack.controllerUrl, tokens.operator));
  },
});
export { expect } from '@playwright/test';
