import { plantScripts, startAgent, type TestAgent } from '../testing/agent';
import { startTestApp, type TestApp } from '../testing/app';

describe('JumpScripts that run when an agent starts', () => {
  let test: TestApp;
  let agent: TestAgent;
  beforeAll(async () => {
    test = await startTestApp();
  });
  beforeEach(async () => {
    await test.database.database.query({ text: 'truncate jobs, nodes, jumpscripts, jumpscript_sources', values: [] });
    agent = await startAgent(test, 1);
  });
  afterAll(() => test.close());

  const jobs = () =>
    test.database.database.query({ text: 'select nid, cmd, username from jobs order by time_create, nid', values: [] });
  const setStatus = async (status: string) => {
    const request = {
      method: 'PUT' as const,
      url: '/api/v1/nodes/1',
      token: test.tokens.operator,
      payload: { status },
    };
    expect((await test.call(request)).status).toBe(200);
  };

  it('run once, in their order, on nodes with their roles, and not again while one is open', async () => {
    await plantScripts(test, {
      'o/second': 'startatboot = True\norder = 2\ndef action(): pass\n',
      'o/first': 'startatboot = True\norder = 1\ndef action(): pass\n',
      'o/storage': 'startatboot = True\nroles = ["storage"]\ndef action(): pass\n',
      'o/off': 'startatboot = True\nenable = False\ndef action(): pass\n',
      'o/broken': 'startatboot = True\ndef action(:\n',
      'o/needs': 'startatboot = True\ndef action(node): pass\n',
    });
    const again = await agent.restart();
    const once = [
      { nid: 1, cmd: 'first', username: 'schedule' },
      { nid: 1, cmd: 'second', username: 'schedule' },
    ];
    expect(await jobs()).toEqual(once);
    await again.restart();
    expect(await jobs()).toEqual(once);
  });

  it('leave a node in maintenance without health checks, a decommissioned one alone, and come back with it', async () => {
    await plantScripts(test, {
      'o/health': 'startatboot = True\ncategory = "monitor.healthcheck"\ndef action(): pass\n',
      'o/other': 'startatboot = True\ndef action(): pass\n',
    });
    await setStatus('DECOMMISSIONED');
    await (await agent.restart()).restart();
    expect(await jobs()).toEqual([]);
    await setStatus('MAINTENANCE');
    agent = await agent.restart();
    expect(await jobs()).toMatchObject([{ cmd: 'other' }]);
    await setStatus('ENABLED');
    await agent.restart();
    expect(await jobs()).toMatchObject([{ cmd: 'other' }, { cmd: 'health' }]);
  });
});
