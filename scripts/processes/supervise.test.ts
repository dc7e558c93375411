import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { supervise, type ServiceSpec } from './supervise';
import { waitFor } from './waitFor';

const folder = mkdtempSync(join(tmpdir(), 'supervise-'));
afterAll(() => rmSync(folder, { recursive: true }));

function spec(name: string, script: string): ServiceSpec {
  return {
    name,
    command: [process.execPath, '-e', script],
    env: { PATH: process.env.PATH ?? '' },
    cwd: folder,
    logFile: join(folder, 'logs', `${name}.log`),
    stopSeconds: 1,
  };
}

const log = (name: string): string => readFileSync(join(folder, 'logs', `${name}.log`), 'utf8');
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('a supervised service', () => {
  it('is started again after a kill, and stays down after stop', async () => {
    const said: string[] = [];
    const service = supervise(spec('phoenix', 'console.log("up"); setInterval(() => {}, 1000)'), (message) =>
      said.push(message)
    );
    await waitFor('the first life', async () => log('phoenix').includes('up'), { seconds: 10 });
    const first = service.pid();
    process.kill(Number(first), 'SIGKILL');
    await waitFor('the second life', async () => service.pid() !== first && log('phoenix').split('up').length === 3, {
      seconds: 10,
    });
    expect(said[0]).toContain('phoenix was killed by SIGKILL; starting it again');
    await service.stop();
    expect(isAlive(Number(service.pid()))).toBe(false);
  });

  it('that keeps dying fails with the end of its log', async () => {
    const service = supervise(spec('broken', 'console.error("no database"); process.exit(3)'), () => undefined);
    await expect(service.failed).rejects.toThrow(/broken ended with exit code 3[\s\S]*no database/);
  });

  it('that ignores SIGTERM is killed with its children', async () => {
    const script = `
      process.on('SIGTERM', () => {});
      const child = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
      console.log('child ' + child.pid);
      setInterval(() => {}, 1000)`;
    const service = supervise(spec('stubborn', script), () => undefined);
    const child = await waitFor('the child', async () => /child (\d+)/.exec(log('stubborn'))?.[1], { seconds: 10 });
    await service.stop();
    await waitFor('the group to be gone', async () => !isAlive(Number(child)) && !isAlive(Number(service.pid())), {
      seconds: 5,
    });
  });
});
