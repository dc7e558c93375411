import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { waitFor } from './waitFor';

const root = resolve(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'killed-run-'));
chmodSync(folder, 0o711); // PostgreSQL may have to run as another user
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A process as /proc shows it, while it runs: who started it, and what it is. */
function running(): Array<{ pid: number; parent: number; command: string }> {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const [, state, parent] = /\) (\S) (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return state === 'Z' ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
      } catch {
        return []; // it has just ended
      }
    });
}

function descendantsOf(pid: number): number[] {
  const all = running();
  const below = (parent: number): number[] =>
    all.filter((process) => process.parent === parent).flatMap((child) => [child.pid, ...below(child.pid)]);
  return below(pid);
}

/** What a fault run, a benchmark and a step of the checks start: PostgreSQL, a supervised service, a command. */
const RUN = `
  const { runCommand } = require('${root}/scripts/processes/runCommand.ts');
  const { supervise } = require('${root}/scripts/processes/supervise.ts');
  const { startQuietPostgres } = require('${root}/controller/src/testing/quietPostgres.ts');
  const child = "require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']); setInterval(() => {}, 1000);";
  const deaf = "process.on('SIGTERM', () => process.exit(0)); process.kill(process.pid, 'SIGSTOP'); setInterval(() => {}, 1000);";
  const folder = process.argv[2];
  void runCommand([process.execPath, '-e', child], { cwd: folder });
  supervise({ name: 'stopped', command: [process.execPath, '-e', deaf], env: {}, cwd: folder, logFile: folder + '/stopped.log', stopSeconds: 1 }, () => {});
  startQuietPostgres(folder).then(({ url }) => process.send(url));
`;

(process.platform === 'linux' ? it : it.skip)('a run that is killed leaves no process behind', async () => {
  const run = fork('-', [folder], {
    cwd: root,
    execArgv: ['--import', 'tsx', '--eval', RUN],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await once(run, 'message');
  const pid = Number(run.pid);
  // The command and its child, the service, PostgreSQL with its keeper and its own processes, and the watcher.
  const started = await waitFor(
    'all to run',
    async () => {
      const found = descendantsOf(pid);
      return found.length >= 10 && found;
    },
    { seconds: 30 }
  );
  run.kill('SIGKILL');
  await waitFor('all to be gone', async () => running().every((process) => !started.includes(process.pid)), {
    seconds: 40,
  });
});
