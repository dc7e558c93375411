import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** What documents and comments may point at. */
export interface Project {
  root: string;
  /** Files and folders of the root that git holds: what is built comes and goes. */
  topLevel: readonly string[];
  npmScripts: readonly string[];
}

/** What a document names and what is not there: links, paths in backticks from the root or its part, npm scripts. */
export function stalePointers(project: Project, document: string, text: string): string[] {
  const prose = text.replace(/```[\s\S]*?```/g, '');
  return [
    ...links(prose).filter((target) => !existsSync(join(project.root, dirname(document), target))),
    ...pathsInBackticks(prose, project).filter((path) => !isThere(project, document, path)),
    ...staleScripts(text, project),
  ];
}

/** What the comments of a source file name and what is not there: paths, from the root or from its part, npm scripts. */
export function staleCommentPointers(project: Project, file: string, text: string): string[] {
  return comments(file, text).flatMap((comment) => [
    ...paths(comment, project).filter((path) => !isThere(project, file, path)),
    ...staleScripts(comment, project),
  ]);
}

/** From the root, or from the part that the file belongs to. */
function isThere({ root }: Project, file: string, path: string): boolean {
  const [part = ''] = file.split('/');
  return [root, join(root, part)].some((from) => existsOrBegins(join(from, path)));
}

/** `[text](docs/x.md#part)` → `docs/x.md`; addresses of other sites are not ours to check. */
function links(text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target.replace(/#.*$/, ''))
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target));
}

/** Backticked words that begin with one of the project's top folders and hold no wildcard: `src/module.ts`. */
function pathsInBackticks(text: string, { topLevel }: Project): string[] {
  return [...text.matchAll(/`([\w.@-]+\/[^`\s]*)`/g)]
    .map(([, path = '']) => path)
    .filter((path) => topLevel.includes(path.split('/')[0] ?? '') && !isPattern(path));
}

/** Words, backticked or plain, that begin with one of the project's top folders: "see docs/adr/0006". */
function paths(text: string, { topLevel }: Project): string[] {
  return [...text.matchAll(/(?<![\w./@-])([\w.-]+\/[\w./@*<>{}$…-]*)/g)]
    .map(([, path = '']) => path.replace(/\.+$/, ''))
    .filter((path) => topLevel.includes(path.split('/')[0] ?? '') && !isPattern(path));
}

const isPattern = (path: string): boolean => /[*<>{}$…]|\.\.\./.test(path);

/** "docs/adr/0006" is enough for a decision record: its number names it. */
function existsOrBegins(path: string): boolean {
  const folder = dirname(path);
  return (
    existsSync(path) ||
    (/^\d+$/.test(basename(path)) &&
      existsSync(folder) &&
      readdirSync(folder).some((name) => name.startsWith(`${basename(path)}-`)))
  );
}

/** `npm run x` → x; `npm run bench:…` stands for every script that begins so. */
function staleScripts(text: string, { npmScripts }: Project): string[] {
  return [...text.matchAll(/npm run (\w[\w:-]*)(…?)/g)]
    .filter(([, name = '', more]) => !npmScripts.some((script) => (more ? script.startsWith(name) : script === name)))
    .map(([pointer]) => pointer);
}

const SLASHES = /\/\*[\s\S]*?\*\/|\/\/.*/g;
const HASHES = /#.*|"""[\s\S]*?"""/g;
const COMMENTS: ReadonlyArray<readonly [name: RegExp, comment: RegExp]> = [
  [/\.(ts|tsx|js|mjs|go)$/, SLASHES],
  [/\.sql$/, /--.*/g],
  [/\.(py|sh|ya?ml|conf)$|Dockerfile/, HASHES],
];

/** Also the end of a line after "//" in a text, which does no harm. */
function comments(file: string, text: string): string[] {
  const [, pattern] = COMMENTS.find(([name]) => name.test(file)) ?? [];
  return pattern ? (text.match(pattern) ?? []) : [];
}
