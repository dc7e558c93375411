import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { coreModules } from './coreModules';

const ROOT = resolve(__dirname, '../../..');

describe('the core modules', () => {
  it('exist, each with its test', () => {
    const files = coreModules().flatMap(({ source, test }) => [source, test]);
    expect(files.filter((file) => !existsSync(resolve(ROOT, file)))).toEqual([]);
  });

  it('are chosen by the begin of their path', () => {
    expect(coreModules(['src/duration', 'controller/src/http/perM'])).toEqual([
      {
        source: 'controller/src/http/perMinute.ts',
        test: 'controller/src/http/perMinute.test.ts',
        project: 'services',
      },
      { source: 'src/duration/formatDuration.ts', test: 'src/duration/formatDuration.test.ts', project: 'plugin' },
      { source: 'src/duration/parseDuration.ts', test: 'src/duration/parseDuration.test.ts', project: 'plugin' },
    ]);
  });

  it('are not none', () => {
    expect(() => coreModules(['controller/src/jbos'])).toThrow('got "controller/src/jbos"');
  });
});
