import { spawn } from 'node:child_process';
import { lstatSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '@openvcloud/settings';
import { lockDataDir } from './lockDataDir';
import { temporaryFolder } from '../testing/startAgent';

/** As the lock names a process: its pid, and when it began. */
function nameOf(pid: number | undefined): string {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
}

describe('lockDataDir', () => {
  const child = spawn('sleep', ['600']);
  afterAll(() => void child.kill());

  it.each([
    ['a link', (file: string, holder: string) => symlinkSync(holder, file)],
    ['a file, as former versions made it', (file: string, holder: string) => writeFileSync(file, holder)],
  ])('refuses a folder whose lock a living process holds: %s', (_what, hold) => {
    const folder = temporaryFolder();
    hold(join(folder, 'agent.lock'), nameOf(child.pid));
    expect(() => lockDataDir(folder)).toThrow(`in use by the agent with pid ${child.pid}`);
  });

  it.each([
    ['of a process that ended', (file: string) => symlinkSync('4194300 12345', file)],
    ['of a process whose pid another one has', (file: string) => symlinkSync(`${child.pid} 1`, file)],
    ['that a crash left empty', (file: string) => writeFileSync(file, '')],
  ])('takes over a lock %s', (_what, leave) => {
    const folder = temporaryFolder();
    leave(join(folder, 'agent.lock'));
    const unlock = lockDataDir(folder);
    expect(lstatSync(join(folder, 'agent.lock')).isSymbolicLink()).toBe(true);
    unlock();
    expect(() => lstatSync(join(folder, 'agent.lock'))).toThrow('ENOENT');
  });

  it('says that a folder which cannot be made is a matter of settings', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    for (const folder of [file, join(file, 'data')]) {
      expect(() => lockDataDir(folder)).toThrow(ConfigError);
      expect(() => lockDataDir(folder)).toThrow('a file is in the way');
    }
  });
});
