import { dirname, join } from 'node:path';

const TEST = /\.test\.tsx?$|\.spec\.ts$|_test\.(go|py)$/;

/** One line of the threat model: of whom it speaks, and the files of the tests that hold it, from the root. */
export interface Threat {
  who: string;
  tests: readonly string[];
}

/** The lines of a document's table under this heading. A line without a name speaks of the one above it. Pure. */
export function readThreats(document: string, text: string, heading: string): Threat[] {
  const [, section = ''] = text.split(`\n## ${heading}\n`);
  const rows = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('|'));
  let who = '';
  return rows.slice(2).map((row) => {
    const cells = row.split('|').map((cell) => cell.trim());
    who = cells[1] === '' ? who : (cells[1] ?? '').replace(/\*\*/g, '');
    const links = [...(cells.at(-2) ?? '').matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
    return { who, tests: links.map((link) => join(dirname(document), link)).filter((file) => TEST.test(file)) };
  });
}
