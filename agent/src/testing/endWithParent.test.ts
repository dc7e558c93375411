import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { endWithParent } from './endWithParent';
import { isAlive, until } from './until';

const ROOT = resolve(__dirname, '../../..');

it('a test run that is killed leaves none of its processes behind: agent, zygote, job, daemon, nor an agent that stands still', async () => {
  const [file, args] = endWithParent([process.execPath, '--import', 'tsx', resolve(__dirname, 'killedRun.ts')]);
  const run = spawn(file, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: run.stdout }), 'line');
  const pids: number[] = JSON.parse(String(line));
  // One zygote here; two agents with a zygote each; three jobs and their daemons.
  expect(pids).toHaveLength(1 + 4 + 6);
  expect(pids.filter((pid) => !isAlive(pid))).toEqual([]);
  run.kill('SIGKILL');
  await until('all of them are gone', () => !pids.some(isAlive));
});
