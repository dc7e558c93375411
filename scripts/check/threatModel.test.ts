import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ROLES } from '@openvcloud/contract';
import { readThreats } from './threatModel';

const root = resolve(__dirname, '..', '..');
const DOCUMENT = 'docs/security.md';
const threats = readThreats(DOCUMENT, readFileSync(join(root, DOCUMENT), 'utf8'), 'Who may do what to whom');

it('the threat model speaks of every role, and of who has none', () => {
  const people = threats.map(({ who }) => who.toLowerCase());
  for (const role of [...ROLES, 'without a token', 'JumpScript', 'AGENT_RUN_AS', 'network', 'database', 'Grafana']) {
    expect(people).toContainEqual(expect.stringContaining(role.toLowerCase()));
  }
});

it.each(threats.map(({ who, tests }, line) => [line + 1, who, tests] as const))(
  'line %i of the threat model (%s) names its tests, and they are there',
  (_line, _who, tests) => {
    expect(tests.length).toBeGreaterThan(0);
    tests.forEach((test) => expect(statSync(join(root, test)).isFile()).toBe(true));
  }
);

it('a line is read with the one it speaks of and what is a test of what it names', () => {
  const table = '| Who | may | Held by |\n|---|---|---|\n';
  const rows = '| **A** | x | [a](../a.test.ts), [b](b.md) |\n|  | y | none |\n| B | z | [c](../src/c_test.py) |\n';
  expect(
    readThreats('docs/x.md', `# X\n\n## Threats\n\n${table}${rows}\n## Rest\n\n${table}${rows}`, 'Threats')
  ).toEqual([
    { who: 'A', tests: ['a.test.ts'] },
    { who: 'A', tests: [] },
    { who: 'B', tests: ['src/c_test.py'] },
  ]);
});
