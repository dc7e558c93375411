import { isTerminal, type Job } from '@openvcloud/contract';
import { waitFor } from '../scripts/processes/waitFor';
import type { ControllerApi } from './stack/controllerApi';
import { expect, test } from './stack/fixtures';

/** These kill parts of the stack, so they need the one that the set-up started. */
test.skip(({ stack }) => Object.keys(stack.pids).length === 0, 'needs the stack of the global set-up');

async function runningJob(api: ControllerApi, nid: number): Promise<Job> {
  const { guid } = await api.execute({ organization: 'jumpscale', name: 'slow', nid });
  return waitFor(`job ${guid} to run`, async () => asRunning(await api.job(guid)), { seconds: 60 });
}

function asRunning(job: Job): Job | undefined {
  return job.state === 'RUNNING' && job.logLines > 0 ? job : undefined;
}

function ended(api: ControllerApi, guid: string, seconds: number): Promise<Job> {
  return waitFor(
    `job ${guid} to end`,
    async () => {
      const job = await api.job(guid);
      return isTerminal(job.state) && job;
    },
    { seconds }
  );
}

test('a killed agent leaves its job ended within a minute, with an error that says so', async ({ api, stack }) => {
  const { guid } = await runningJob(api, 2);
  process.kill(stack.pids['agent ovc-cpu-01'] ?? 0, 'SIGKILL');
  const job = await ended(api, guid, 60);
  expect(job.state).toBe('ERROR');
  expect(job.nativeState).toBe('AGENT_LOST');
  expect(job.error?.message).toMatch(/agent/i);
});

test('a killed controller loses no job and no log line', async ({ api, stack }) => {
  const { guid } = await runningJob(api, 3);
  process.kill(stack.pids.controller ?? 0, 'SIGKILL');
  await waitFor('the controller to be back', async () => (await fetch(`${stack.controllerUrl}/readyz`)).ok, {
    seconds: 60,
  });
  const job = await ended(api, guid, 90);
  expect(job.state).toBe('OK');
  const { items, total } = await api.logs(guid, { limit: '1000', direction: 'forward' });
  expect(total).toEqual({ value: job.logLines, relation: 'eq' });
  expect(items.map((line) => line.seq)).toEqual(items.map((_, index) => index + 1));
});
