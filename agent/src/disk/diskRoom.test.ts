import { FakeController } from '../testing/fakeController';
import { AgentProcess } from '../testing/agentProcess';
import { until } from '../testing/until';

jest.setTimeout(60_000);

describe('an agent whose disk is nearly full', () => {
  const controller = new FakeController();
  const agents: AgentProcess[] = [];
  beforeAll(() => controller.listen());
  afterAll(async () => {
    agents.forEach((agent) => agent.kill('SIGKILL'));
    await controller.close();
  });

  it('takes no work and says why, but goes on being heard', async () => {
    const agent = new AgentProcess(controller, { AGENT_DISK_FREE_MB: '1000000000' });
    agents.push(agent);
    controller.add('def action():\n    return 1');
    await until('it says so', () => agent.output.includes('too little room on the disk: no work is taken'));
    await until('it beats', () => controller.heartbeats.length > 2);
    expect(controller.workRequests.filter(({ free }) => Object.keys(free).length > 0)).toEqual([]);
    expect(agent.output).toMatch(/"freeBytes":\d+,"leastBytes":1048576000000000/);
    agent.kill('SIGTERM');
    expect(await agent.exited).toBe(0);
  });

  it('takes work when there is room', async () => {
    const agent = new AgentProcess(controller, { AGENT_DISK_FREE_MB: '0.001' });
    agents.push(agent);
    await until('it runs what waited', () => [...controller.jobs.values()].some(({ results }) => results.length > 0));
    expect([...controller.jobs.values()].map(({ results }) => results[0]?.state)).toEqual(['OK']);
  });
});
