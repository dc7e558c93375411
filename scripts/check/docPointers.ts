import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What a document names and what is not there: links, paths in backticks, npm scripts. */
export function stalePointers(
  root: string,
  document: string,
  npmScripts: readonly string[],
  topLevel: readonly string[]
): string[] {
  const text = readFileSync(join(root, document), 'utf8');
  const prose = text.replace(/```[\s\S]*?```/g, '');
  return [
    ...links(prose).filter((target) => !existsSync(join(root, dirname(document), target))),
    ...paths(prose, topLevel).filter((path) => !existsSync(join(root, path))),
    ...scripts(text).filter((name) => !npmScripts.includes(name)),
  ];
}

/** `[text](docs/x.md#part)` → `docs/x.md`; addresses of other sites are not ours to check. */
function links(text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target.replace(/#.*$/, ''))
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target));
}

/** Backticked words that begin with one of the project's top folders and hold no wildcard: `src/module.ts`. */
function paths(text: string, topLevel: readonly string[]): string[] {
  return [...text.matchAll(/`([\w.@-]+\/[^`\s]*)`/g)]
    .map(([, path = '']) => path)
    .filter((path) => topLevel.includes(path.split('/')[0] ?? '') && !/[*<>{}$…]|\.\.\./.test(path));
}

/** `npm run x` → x; `npm start` and `npm test` are scripts too. */
function scripts(text: string): string[] {
  const run = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name);
  return run.filter((name) => !name.startsWith('-'));
}
