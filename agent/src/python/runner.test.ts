import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

jest.setTimeout(120_000);

describe('the Python runner', () => {
  it('passes its own tests, and so does every starter JumpScript', () => {
    const folder = resolve(__dirname, '../../runner');
    const { status, stderr } = spawnSync('python3', ['-m', 'unittest', 'discover', '-s', folder, '-p', '*_test.py'], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toMatchObject({ status: 0, stderr: expect.stringContaining('OK') });
  });
});
