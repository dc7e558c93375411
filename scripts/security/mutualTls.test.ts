import type { ExecuteResponse, Job } from '@openvcloud/contract';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { join } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { connect } from 'node:tls';
import {
  makeAuthority,
  makeClientCertificate,
  makeServerCertificate,
  type Certificate,
} from '../../controller/src/testing/certificates';
import { createTestDatabase, type TestDatabase } from '../../controller/src/testing/database';
import { waitFor } from '../processes/waitFor';
import { ServiceProcesses, type ServiceProcess } from './serviceProcess';

// Real processes on a busy machine; a hang is still found.
jest.setTimeout(180_000);

const OPERATOR = 'operator-over-tls';
const AGENT = 'agent-1-over-tls';

describe('an agent and a controller over TLS with certificates on both sides', () => {
  const processes = new ServiceProcesses();
  const file = (name: string, text: string): string => {
    const path = join(processes.folder, name);
    writeFileSync(path, text);
    return path;
  };
  let database: TestDatabase;
  let controller: ServiceProcess;
  let url: string;
  let servers: Certificate;
  let agents: Certificate;
  let trust: { CONTROLLER_CA_FILE: string };

  beforeAll(async () => {
    database = await createTestDatabase();
    servers = await makeAuthority('of servers');
    agents = await makeAuthority('of agents');
    const server = await makeServerCertificate(servers);
    mkdirSync(join(processes.folder, 'jumpscripts', 'test'), { recursive: true });
    file(
      'jumpscripts/test/greet.py',
      'descr = "greets"\norganization = "test"\nname = "greet"\nroles = ["node"]\n\ndef action(who):\n    return "hello " + who\n'
    );
    controller = processes.start('controller', {
      CONTROLLER_PORT: '0',
      DATA_DIR: join(processes.folder, 'controller'),
      DATABASE_URL: database.url,
      JUMPSCRIPTS_DIR: join(processes.folder, 'jumpscripts'),
      OPERATOR_TOKEN: OPERATOR,
      AGENT_TOKENS: `1:${AGENT}`,
      TLS_CERT_FILE: file('controller.crt', server.cert),
      TLS_KEY_FILE: file('controller.key', server.key),
      TLS_CLIENT_CA_FILE: file('agents-ca.crt', agents.cert),
    });
    url = await processes.urlOf(controller);
    trust = { CONTROLLER_CA_FILE: file('servers-ca.crt', servers.cert) };
  });
  afterAll(async () => {
    await processes.stop();
    await database.drop();
  });

  it('run a job', async () => {
    const agent = startAgent('good', { ...trust, ...(await certificateFiles('good', agents)) });
    await agent.says('registered');
    const made = await ask<ExecuteResponse>('POST', '/api/v1/jobs', {
      organization: 'test',
      name: 'greet',
      nid: 1,
      args: { who: 'TLS' },
    });
    const guid = made.jobs[0]?.guid ?? '';
    const job = await waitFor(
      'the job to end',
      async () => {
        const found = await ask<Job>('GET', `/api/v1/jobs/${guid}`);
        return found.timeStop === null ? undefined : found;
      },
      { seconds: 60, everyMs: 50 }
    );
    expect(job).toMatchObject({ state: 'OK', error: null, result: 'hello TLS' });
    agent.signal('SIGTERM');
    expect(await agent.ended).toBe(0);
  });

  it('are refused to an agent without certificate: it ends and says what to do', async () => {
    const agent = startAgent('bare', trust);
    expect(await agent.ended).toBe(1);
    expect(agent.output()).toContain('Expected a client certificate signed by an authority this controller trusts');
    expect(agent.output()).toContain(
      'Expected AGENT_CERT_FILE and AGENT_KEY_FILE: a certificate signed by an authority'
    );
  });

  it('are refused to an agent with a certificate of another authority', async () => {
    const other = await makeAuthority('of others');
    const agent = startAgent('stranger', { ...trust, ...(await certificateFiles('stranger', other)) });
    expect(await agent.ended).toBe(1);
    expect(agent.output()).toContain('got one that does not pass');
  });

  it('are not used by an agent that does not trust the controller: it says so, and goes on asking', async () => {
    const agent = startAgent('distrustful', {
      CONTROLLER_CA_FILE: trust.CONTROLLER_CA_FILE.replace('servers-ca', 'agents-ca'),
      ...(await certificateFiles('distrustful', agents)),
    });
    await agent.says('CONTROLLER_NOT_TRUSTED');
    expect(agent.output()).toContain('shows a certificate this agent does not trust');
    expect(agent.output()).toContain('signed by an authority of CONTROLLER_CA_FILE');
    agent.signal('SIGTERM');
    expect(await agent.ended).toBe(0);
  });

  it('go on with a renewed certificate after SIGHUP, and with the former one when the new files are wrong', async () => {
    const former = await serialOfController();
    file('controller.key', (await makeServerCertificate(servers)).key);
    controller.signal('SIGHUP');
    await controller.says('the TLS certificate was not renewed; the former one stays in use');
    expect(await serialOfController()).toBe(former);
    const renewed = await makeServerCertificate(servers);
    file('controller.crt', renewed.cert);
    file('controller.key', renewed.key);
    controller.signal('SIGHUP');
    await waitFor('the new certificate', async () => (await serialOfController()) !== former, {
      seconds: 30,
      everyMs: 20,
    });
  });

  it('are not started with a key that does not fit: the message names both keys', async () => {
    const { key } = await makeServerCertificate(servers);
    const wrong = processes.start('controller', {
      DATA_DIR: join(processes.folder, 'wrong'),
      TLS_CERT_FILE: join(processes.folder, 'controller.crt'),
      TLS_KEY_FILE: file('another.key', key),
    });
    expect(await wrong.ended).toBe(2);
    expect(wrong.output()).toMatch(/^controller: TLS_CERT_FILE, TLS_KEY_FILE: expected the private key/m);
  });

  function startAgent(name: string, env: Record<string, string>): ServiceProcess {
    return processes.start('agent', {
      CONTROLLER_URL: url,
      AGENT_TOKEN: AGENT,
      AGENT_NAME: name,
      AGENT_DATA_DIR: join(processes.folder, name),
      ...env,
    });
  }

  async function certificateFiles(name: string, authority: Certificate): Promise<Record<string, string>> {
    const { cert, key } = await makeClientCertificate(authority, name);
    return { AGENT_CERT_FILE: file(`${name}.crt`, cert), AGENT_KEY_FILE: file(`${name}.key`, key) };
  }

  async function ask<Answer>(method: 'GET' | 'POST', path: string, body?: object): Promise<Answer> {
    const headers = { authorization: `Bearer ${OPERATOR}`, 'content-type': 'application/json' };
    const sent = request(`${url}${path}`, { method, headers, ca: servers.cert, agent: false });
    sent.end(body === undefined ? undefined : JSON.stringify(body));
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    const text = await readText(answer);
    if ((answer.statusCode ?? 0) > 299) {
      throw new Error(`expected success from ${method} ${path}, got ${answer.statusCode}: ${text}`);
    }
    return JSON.parse(text) as Answer;
  }

  function serialOfController(): Promise<string> {
    const { hostname, port } = new URL(url);
    return new Promise((resolve, reject) => {
      const socket = connect({ host: hostname, port: Number(port), ca: servers.cert }, () => {
        resolve(socket.getPeerCertificate().serialNumber);
        socket.destroy();
      });
      socket.once('error', reject);
    });
  }
});
