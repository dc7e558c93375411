import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stalePointers } from './docPointers';

const root = resolve(__dirname, '..', '..');
/** Built folders come and go; what git holds is what a document may rely on. */
const UNTRACKED = ['node_modules', 'dist', '.git', '.cache', '.data', 'test-results'];
const topLevel = readdirSync(root).filter((name) => !UNTRACKED.includes(name));
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

const documents = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

it.each(documents)('%s names only files and npm scripts that exist', (document) => {
  expect(stalePointers(root, document, Object.keys(scripts), topLevel)).toEqual([]);
});
