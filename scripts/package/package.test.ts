import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyLayout } from './verifyLayout';
import { readZip, writeZip, type ZipEntry } from './zip';

const APP = 'openvcloud-jobs-app';
const file = (path: string, text = 'x', mode = 0o644): ZipEntry => ({
  path: `${APP}/${path}`,
  mode,
  data: Buffer.from(text),
});
const plugin = (folder: string, more: object = {}) => [
  file(
    `${folder}plugin.json`,
    JSON.stringify({
      info: { version: '1.2.3', updated: '2026-01-01', logos: { small: 'img/logo.svg', large: 'img/logo.svg' } },
      ...more,
    })
  ),
  file(`${folder}module.js`),
  file(`${folder}img/logo.svg`),
];

function goodPackage(): ZipEntry[] {
  return [
    ...['README.md', 'CHANGELOG.md', 'LICENSE'].map((path) => file(path)),
    ...['jobs', 'job', 'jumpscripts', 'jumpscript', 'logs', 'queues'].map((name) => file(`dashboards/${name}.json`)),
    ...plugin(''),
    ...plugin('datasource/', { executable: 'gpx_jobs' }),
    ...['jobsTable', 'jobDetails', 'jumpscript', 'jobLogs'].flatMap((name) => plugin(`panels/${name}/`)),
    file('datasource/gpx_jobs_linux_amd64', 'ELF', 0o755),
  ];
}

describe('writeZip', () => {
  it('writes what readZip reads, byte for byte the same each time', () => {
    const entries = [file('a/ü.txt', 'text'.repeat(1000)), file('run', '', 0o755)];
    expect(readZip(writeZip(entries))).toEqual(entries);
    expect(writeZip(entries).equals(writeZip(entries))).toBe(true);
  });

  it('writes what other programs read, with modes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'package-test-'));
    try {
      const path = join(folder, 'x.zip');
      writeFileSync(path, writeZip(goodPackage()));
      const script =
        'import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); print(z.testzip()); print(oct(z.getinfo(sys.argv[2]).external_attr >> 16))';
      const output = execFileSync('python3', ['-c', script, path, `${APP}/datasource/gpx_jobs_linux_amd64`], {
        encoding: 'utf8',
      });
      expect(output).toBe('None\n0o100755\n');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('refuses a zip that was cut', () => {
    const zip = writeZip(goodPackage());
    expect(() => readZip(zip.subarray(0, zip.length - 5))).toThrow('it may have been cut');
  });
});

describe('verifyLayout', () => {
  it('accepts a complete package', () => {
    expect(verifyLayout(goodPackage(), '1.2.3')).toEqual([]);
  });

  it.each([
    [
      'a panel without its module',
      (path: string) => path.endsWith('jobLogs/module.js'),
      'panels/jobLogs/module.js: missing',
    ],
    [
      'a nested plugin without its logo',
      (path: string) => path.endsWith('jumpscript/img/logo.svg'),
      'its logo img/logo.svg is missing',
    ],
    ['a data source without its backend', (path: string) => path.includes('gpx_jobs'), 'build the backend first'],
    ['a missing dashboard', (path: string) => path.endsWith('queues.json'), 'dashboards/queues.json: missing'],
    [
      'a missing plugin.json',
      (path: string) => path.endsWith('jobDetails/plugin.json'),
      'panels/jobDetails/plugin.json: missing',
    ],
  ])('names %s', (_, isLeftOut, message) => {
    const faults = verifyLayout(
      goodPackage().filter(({ path }) => !isLeftOut(path)),
      '1.2.3'
    );
    expect(faults).toEqual([expect.stringContaining(message)]);
  });

  it('names placeholders that were not replaced', () => {
    expect(verifyLayout(goodPackage(), '1.2.4')[0]).toContain('expected version 1.2.4 and a date, got 1.2.3');
  });

  it('names a backend that nobody may execute', () => {
    const entries = goodPackage().map((entry) => (entry.mode === 0o755 ? { ...entry, mode: 0o644 } : entry));
    expect(verifyLayout(entries, '1.2.3')).toEqual([
      `${APP}/datasource/gpx_jobs_linux_amd64: expected mode 755, got 644`,
    ]);
  });
});
