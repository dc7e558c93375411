import { type Agent } from '../agent';
import { FakeController } from './fakeController';
import { startAgent } from './startAgent';

/** A controller and its agent, from before the first to after the last test of a file or describe(). */
export function controllerWithAgent(env: Record<string, string> = {}): FakeController {
  const controller = new FakeController();
  let agent: Agent | undefined;
  beforeAll(async () => {
    await controller.listen();
    agent = await startAgent(controller, env);
  });
  afterAll(async () => {
    await agent?.stop(0);
    await controller.close();
  });
  return controller;
}
