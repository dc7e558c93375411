import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findEntries } from './findEntries';

it('finds the module of the app, of its data source and of each panel', () => {
  const src = resolve(__dirname, '../../src');
  const panels = readdirSync(join(src, 'panels')).map((name) => `panels/${name}/module.ts`);
  expect(findEntries(src)).toEqual(['datasource/module.ts', 'module.ts', ...panels].sort());
});
