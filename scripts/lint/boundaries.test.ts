import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

const root = resolve(__dirname, '..', '..');

/** What lint, with the project's own configuration, says of files that are not there. */
function lint(texts: ReadonlyArray<readonly [file: string, text: string]>): string[][] {
  const script = `
    import { ESLint } from 'eslint';
    const eslint = new ESLint({
      overrideConfig: [
        { rules: { '@typescript-eslint/no-deprecated': 'off' }, settings: { 'import-x/cache': { lifetime: 0 } } },
        // It reads all that a file imports: once is enough here.
        { ignores: ['agent/src/wire/**'], rules: { 'import-x/no-cycle': 'off' } },
      ],
    });
    const said = [];
    const lintOnce = async ([filePath, text]) => {
      const [result] = await eslint.lintText(text, { filePath });
      return result.messages.map(({ ruleId, message }) => ruleId + ': ' + message);
    };
    for (const asked of ${JSON.stringify(texts)}) {
      // An import that is not found is not judged, which happened once beside a build that wrote: what is silent is asked again.
      const first = await lintOnce(asked);
      said.push(first.length > 0 ? first : await lintOnce(asked));
    }
    console.log(JSON.stringify(said));`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: root, encoding: 'utf8' });
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as string[][];
}

const using = (path: string): string => `import * as used from '${path}';\nexport const kept = used;\n`;

const REFUSED = [
  ['agent/src/job/runJob.ts', '../../../controller/src/app', 'ARCHITECTURE.md lists what agent/ may import'],
  ['controller/src/app.ts', '../../agent/src/agent', 'ARCHITECTURE.md lists what controller/ may import'],
  ['contract/src/job.ts', '../../settings/src/index', 'ARCHITECTURE.md lists what contract/ may import'],
  [
    'controller/src/jobs/jobs.ts',
    '../routes/jobs',
    '"The controller\'s rooms": jobs/ imports only rooms of floors below',
  ],
  ['controller/src/errors/errors.ts', '../text/guid', 'errors/ imports only rooms of floors below it'],
  ['controller/src/jobs/jobs.ts', '../app', 'jobs/ imports only rooms of floors below it'],
  ['controller/src/jobs/jobs.ts', '../testing/app', 'jobs/ imports only rooms of floors below it'],
  ['agent/src/wire/backoff.ts', '../session/pollLoop', 'import-x/no-cycle: Dependency cycle'],
  ['agent/src/wire/backoff.ts', '../session/pollLoop', 'wire/ imports only rooms of floors below it'],
  ['src/panels/jobsTable/rows/toJobRows.ts', '../../jobLogs/window/logState', 'src/panels/* never import each other'],
  ['src/navigation/links.ts', '@openvcloud/contract', 'Plugin bundles take types only from the contract'],
] as const;

const ALLOWED = [
  ['agent/src/job/runJob.ts', '../spool/spool'],
  ['agent/src/agent.ts', './job/runJob'],
  ['controller/src/jobs/jobs.ts', '@openvcloud/contract'],
  ['controller/src/jobs/jobs.ts', '../database/database'],
  // Tests build on rooms above the one they are in.
  ['controller/src/jobs/jobs.test.ts', '../testing/app'],
  ['src/navigation/links.ts', '@openvcloud/contract/src/filter'],
] as const;

it('lint refuses what the tables of the documents do not allow, and nothing else', () => {
  const found = lint([...REFUSED, ...ALLOWED].map(([file, path]) => [file, using(path)]));
  expect(found).toHaveLength(REFUSED.length + ALLOWED.length);
  REFUSED.forEach(([file, path, reason], at) => {
    expect([file, path, found[at]]).toEqual([file, path, expect.arrayContaining([expect.stringContaining(reason)])]);
  });
  ALLOWED.forEach(([file, path], at) => {
    expect([file, path, found[REFUSED.length + at]]).toEqual([file, path, []]);
  });
});
