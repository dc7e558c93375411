import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { renderDashboards } from './renderDashboards';

const folder = resolve(__dirname, '../../src/dashboards');

describe('the shipped dashboards', () => {
  it.each([...renderDashboards()])(
    '%s is what the code says: else run `npx tsx dashboards/src/build.ts`',
    (name, content) => {
      expect(readFileSync(join(folder, name), 'utf8')).toBe(content);
    }
  );

  it('has no file that no code makes', () => {
    expect(readdirSync(folder).sort()).toEqual([...renderDashboards().keys()].sort());
  });

  it('renders the same bytes every time', () => {
    expect([...renderDashboards()]).toEqual([...renderDashboards()]);
  });
});
