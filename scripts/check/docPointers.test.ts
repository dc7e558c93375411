import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { staleCommentPointers, stalePointers, type Project } from './docPointers';

const root = resolve(__dirname, '..', '..');
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate'], {
  cwd: root,
  encoding: 'utf8',
})
  .trim()
  .split('\n');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
const project: Project = {
  root,
  topLevel: [...new Set(files.map((file) => file.split('/')[0] ?? ''))],
  npmScripts: Object.keys(scripts),
};

const documents = files.filter((file) => file.endsWith('.md') && !file.startsWith('.config/'));

it.each(documents)('%s names only files and npm scripts that exist', (document) => {
  expect(stalePointers(project, document, read(document))).toEqual([]);
});

it('comments name only files and npm scripts that exist', () => {
  // The scaffold's are not ours, and these two hold examples of what is not there.
  const sources = files.filter((file) => !/^\.config\/|docPointers/.test(file));
  const stale = sources.flatMap((file) => staleCommentPointers(project, file, read(file)).map((path) => [file, path]));
  expect(stale).toEqual([]);
});

const found = (text: string, file = 'controller/src/main.ts'): string[] => staleCommentPointers(project, file, text);

it('finds a stale pointer in a comment of any language, in backticks or without', () => {
  expect(
    found('// see `src/store/gone.ts`, and scripts/check/main.ts.\n/* docs/gone.md\n * npm run contract */')
  ).toEqual(['src/store/gone.ts', 'docs/gone.md', 'npm run contract']);
  expect(found('-- kept by src/store/partitions.ts', 'controller/src/database/migrations/0001-tables.sql')).toEqual([
    'src/store/partitions.ts',
  ]);
  expect(found('x = 1  # as agent/gone.py says\n"""npm run gone"""', 'agent/runner/zygote.py')).toEqual([
    'agent/gone.py',
    'npm run gone',
  ]);
});

it('leaves alone what is there, also below its own part, patterns, decision records and code', () => {
  expect(found("// src/main.ts, docs/adr/0006, src/panels/*, npm run bench:… and a/b\nimport './src/gone';")).toEqual(
    []
  );
  expect(found('// docs/adr/9999')).toEqual(['docs/adr/9999']);
  expect(found('// npm run gone:…')).toEqual(['npm run gone:…']);
});

it('finds stale links, paths and scripts of a document, and leaves its examples of code alone', () => {
  const text =
    '[a](docs/gone.md#part) [b](https://x.test/y) `src/gone.ts` `npm run gone`\n```\n`src/example.ts`\n```\n';
  expect(stalePointers(project, 'README.md', text)).toEqual(['docs/gone.md', 'src/gone.ts', 'npm run gone']);
});
