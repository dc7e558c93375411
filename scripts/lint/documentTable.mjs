import { readFileSync } from 'node:fs';

/** The body of the first table below a heading, cell by cell: [['`agent/`', 'what it does', '`contract`']]. */
export function tableUnder(file, heading) {
  const [, section = ''] = readFileSync(file, 'utf8').split(`\n## ${heading}\n`);
  const rows = section
    .split(/\n## /)[0]
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').slice(1, -1));
  if (rows.length < 3) {
    throw new Error(
      `Expected a table below "## ${heading}" in ${file}, got none: lint reads from it what may import what.`
    );
  }
  return rows.slice(2);
}

/** What stands in backticks: 'types of `contract`; `jobState`' → ['contract', 'jobState']. */
export function words(cell) {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, word]) => word);
}
