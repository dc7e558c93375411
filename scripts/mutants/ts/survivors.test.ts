import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { REASONS, stays } from './survivors';

const ROOT = resolve(__dirname, '../../..');

describe('the reasons why changes survive', () => {
  it('are found by module, what is written and what it was changed to', () => {
    expect(stays('controller/src/http/perMinute.ts', 'oldest !== undefined', 'true')).toContain('oldest');
    expect(stays('controller/src/http/perMinute.ts', 'oldest !== undefined', 'false')).toBeUndefined();
  });

  it('are of modules that exist', () => {
    const modules = Object.keys(REASONS).map((place) => place.slice(0, place.indexOf(': ')));
    expect(modules.filter((module) => !existsSync(resolve(ROOT, module)))).toEqual([]);
  });
});
