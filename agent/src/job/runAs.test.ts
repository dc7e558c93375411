import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { type Agent } from '../agent';
import { AgentProcess } from '../testing/agentProcess';
import { FakeController } from '../testing/fakeController';
import { startAgent, temporaryFolder } from '../testing/startAgent';
import { until } from '../testing/until';

const isRoot = process.getuid?.() === 0;
const asRoot = isRoot ? describe : describe.skip;
const asOther = isRoot ? describe.skip : describe;
/** Every machine has it. */
const USER = 'nobody';

const LOOK = `
import os, subprocess

def action(files):
    def tries(path):
        try:
            open(path).read()
            return "read"
        except OSError as error:
            return type(error).__name__
    open("own-file", "w").write("x")
    return {
        "ids": [os.getresuid(), os.getresgid(), os.getgroups()],
        "user": os.environ["USER"],
        "whoami": subprocess.check_output(["id", "-un"], text=True).strip(),
        "self": tries("/proc/self/environ"),
        "files": [tries(file) for file in files],
    }
`;

let controller: FakeController;
let agent: Agent | undefined;

beforeEach(async () => {
  controller = new FakeController();
  await controller.listen();
});

afterEach(async () => {
  await agent?.stop(0);
  agent = undefined;
  await controller.close();
});

async function run(source: string, changes: Parameters<FakeController['add']>[1] = {}): Promise<string> {
  const guid = controller.add(source, changes);
  await until('the job ends', () => controller.job(guid).results.length > 0);
  return guid;
}

function tokenFile(mode: number): string {
  const file = join(temporaryFolder(), 'token');
  writeFileSync(file, controller.token, { mode });
  return file;
}

asRoot('a JumpScript of an agent with AGENT_RUN_AS', () => {
  it('runs as that user, and can read nothing of the agent', async () => {
    const file = tokenFile(0o600);
    agent = await startAgent(controller, { AGENT_RUN_AS: USER, AGENT_TOKEN_FILE: file });
    const guid = await run(LOOK, { args: { files: [file, `/proc/${process.pid}/environ`] } });
    expect(controller.result(guid)).toMatchObject({
      state: 'OK',
      result: { user: USER, whoami: USER, self: 'read', files: ['PermissionError', 'PermissionError'] },
    });
    expect(JSON.stringify(controller.result(guid)?.result)).toMatch(
      /"ids":\[\[(?!0)(\d+),\1,\1\],\[(?!0)(\d+),\2,\2\],\[\]\]/
    );
  });

  it('is killed at its timeout with everything it started', async () => {
    agent = await startAgent(controller, { AGENT_RUN_AS: USER });
    const source =
      'import signal, subprocess, time\ndef action():\n    signal.signal(signal.SIGTERM, signal.SIG_IGN)\n    print(subprocess.Popen(["sleep", "300"], start_new_session=True).pid, flush=True)\n    time.sleep(300)';
    const guid = await run(source, { timeoutSeconds: 0.5 });
    expect(controller.result(guid)?.state).toBe('TIMEOUT');
    expect(controller.error(guid)).toMatchObject({ line: 5, function: 'action' });
    const pids = [controller.job(guid).pid ?? 0, Number(controller.job(guid).lines[0]?.message)];
    pids.forEach((pid) => expect(() => process.kill(pid, 0)).toThrow('ESRCH'));
  });

  it.each([
    [
      'an unknown user',
      { AGENT_RUN_AS: 'no-such-user' },
      /AGENT_RUN_AS: expected a user of this machine, got "no-such-user"/,
    ],
    [
      'an unknown group',
      { AGENT_RUN_AS: `${USER}:no-such-group` },
      /expected a group of this machine, got "no-such-group"/,
    ],
    ['root', { AGENT_RUN_AS: 'root' }, /expected another user than root/],
  ])('is refused at the start: %s', async (_what, env, message) => {
    await expect(startAgent(controller, env)).rejects.toThrow(message);
  });

  it('is refused at the start while its user could read the token file', async () => {
    const file = tokenFile(0o644);
    const folder = join(file, '..');
    chmodSync(folder, 0o755);
    await expect(startAgent(controller, { AGENT_RUN_AS: USER, AGENT_TOKEN_FILE: file })).rejects.toThrow(
      /AGENT_RUN_AS: user nobody can read .*, which holds the token or the key; chmod 600 it/
    );
  });

  it('is refused at the start while its user could read the key of the certificate', async () => {
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'node' }], { keyType: 'ec' });
    const folder = temporaryFolder();
    chmodSync(folder, 0o755);
    const [AGENT_CERT_FILE, AGENT_KEY_FILE] = [join(folder, 'crt'), join(folder, 'key')];
    writeFileSync(AGENT_CERT_FILE, cert, { mode: 0o644 });
    writeFileSync(AGENT_KEY_FILE, key, { mode: 0o644 });
    const files = { CONTROLLER_URL: 'https://127.0.0.1:1', AGENT_CERT_FILE, AGENT_KEY_FILE };
    const refused = new AgentProcess(controller, { AGENT_RUN_AS: USER, ...files });
    expect(await refused.exited).toBe(2);
    expect(refused.output).toContain(
      `AGENT_RUN_AS: user ${USER} can read ${AGENT_KEY_FILE}, which holds the token or the key`
    );
  });

  it('is refused at the start while its user could read the settings file that holds the token', async () => {
    const file = join(temporaryFolder(), 'agent.conf');
    writeFileSync(file, `AGENT_TOKEN=${controller.token}\n`, { mode: 0o644 });
    chmodSync(join(file, '..'), 0o755);
    const refused = new AgentProcess(controller, { AGENT_TOKEN: '', AGENT_RUN_AS: USER }, ['--config', file]);
    expect(await refused.exited).toBe(2);
    expect(refused.output).toContain(`AGENT_RUN_AS: user ${USER} can read ${file}, which holds the token or the key`);
  });
});

asOther('an agent that does not run as root', () => {
  it('says that it cannot run JumpScripts as another user', async () => {
    await expect(startAgent(controller, { AGENT_RUN_AS: USER })).rejects.toThrow(
      /AGENT_RUN_AS: .*expected an Agent that runs as root/
    );
  });
});
