import { spawnSync } from 'node:child_process';
import type { MutatedModule } from '../mutatedModule';
import { mutatePython } from './pythonMutants';

describe('mutants of the Python runner', () => {
  it('are made as its own tests say', () => {
    const { status, stderr } = spawnSync('python3', ['-m', 'unittest', 'mutations_test'], {
      cwd: __dirname,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toMatchObject({ status: 0, stderr: expect.stringContaining('OK') });
  });

  it('are noticed by the test beside each module, or named with the reason', async () => {
    const modules: MutatedModule[] = [];
    await mutatePython((module) => modules.push(module), ['script_arguments']);
    expect(modules).toMatchObject([
      { module: 'script_arguments', survived: [{ source: 'return False', reason: expect.stringContaining('false') }] },
    ]);
    expect(modules[0]?.killed).toBeGreaterThan(30);
  });

  it('are not tried where tests fail without them', async () => {
    await expect(mutatePython(() => undefined, ['no_such_module'])).rejects.toThrow('no_such_module_test.py');
  });
});
