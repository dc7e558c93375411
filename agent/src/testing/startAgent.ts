import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Agent } from '../agent';
import { readConfig } from '../config';
import { type FakeController } from './fakeController';

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'agent-test-'));
}

/** An agent as main.ts makes it, against a fake controller, inside the test's process. */
export async function startAgent(controller: FakeController, env: Record<string, string> = {}): Promise<Agent> {
  const agent = new Agent(
    agentConfig(controller, env),
    process.env,
    '0.0.0-test',
    pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' })
  );
  await agent.start();
  return agent;
}

function agentConfig(controller: FakeController, env: Record<string, string>): ReturnType<typeof readConfig> {
  return readConfig({
    CONTROLLER_URL: controller.url,
    AGENT_TOKEN: controller.token,
    AGENT_NAME: 'test-node',
    AGENT_WORKERS: 'default=4,io=1',
    AGENT_DATA_DIR: temporaryFolder(),
    ...env,
  });
}
