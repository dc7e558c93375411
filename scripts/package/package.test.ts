import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nestedPlugins } from './nestedPlugins';
import { verifyLayout } from './verifyLayout';
import { readZip, writeZip, type ZipEntry } from './zip';

const APP = 'openvcloud-jobs-app';
const NESTED = nestedPlugins(join(__dirname, '..', '..', 'src'));
const PANEL = NESTED.find((folder) => folder.startsWith('panels/')) ?? '';
const file = (path: string, text = 'x', mode = 0o644): ZipEntry => ({
  path: `${APP}/${path}`,
  mode,
  data: Buffer.from(text),
});
const plugin = (folder: string, more: object = {}) => [
  file(
    `${folder}plugin.json`,
    JSON.stringify({
      info: {
        version: '1.2.3',
        updated: '2026-01-01',
        logos: { small: 'img/logo.svg', large: 'img/logo.svg' },
        screenshots: [{ name: 'All of it', path: 'img/all.png' }],
      },
      ...more,
    })
  ),
  file(`${folder}module.js`),
  file(`${folder}img/logo.svg`),
  file(`${folder}img/all.png`),
];

function goodPackage(): ZipEntry[] {
  return [
    ...['README.md', 'CHANGELOG.md', 'LICENSE'].map((path) => file(path)),
    ...['jobs', 'job', 'jumpscripts', 'jumpscript', 'logs', 'queues', 'node'].map((name) =>
      file(`dashboards/${name}.json`)
    ),
    ...plugin(''),
    ...NESTED.flatMap((folder) => plugin(`${folder}/`, folder === 'datasource' ? { executable: 'gpx_jobs' } : {})),
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

const verify = (entries: readonly ZipEntry[], version = '1.2.3') =>
  verifyLayout(entries, version, NESTED, ['gpx_jobs_linux_amd64']);

describe('nestedPlugins', () => {
  it('finds the data source and every panel by its plugin.json, and not the app itself', () => {
    const panels = readdirSync(join(__dirname, '..', '..', 'src', 'panels')).map((name) => `panels/${name}`);
    expect(panels.length).toBeGreaterThan(0);
    expect(NESTED).toEqual(['datasource', ...panels].sort());
  });
});

describe('verifyLayout', () => {
  it('accepts a complete package', () => {
    expect(verify(goodPackage())).toEqual([]);
  });

  it.each([
    [
      'a panel without its module',
      (path: string) => path.endsWith(`${PANEL}/module.js`),
      `${PANEL}/module.js: missing`,
    ],
    [
      'a nested plugin without its logo',
      (path: string) => path.endsWith(`${PANEL}/img/logo.svg`),
      `${PANEL}/plugin.json: its logo img/logo.svg is missing`,
    ],
    [
      'the app without a screenshot it lists',
      (path: string) => path === `${APP}/img/all.png`,
      `${APP}/plugin.json: its screenshot img/all.png is missing`,
    ],
    [
      'a data source without its backend',
      (path: string) => path.includes('gpx_jobs'),
      'datasource/gpx_jobs_linux_amd64: missing',
    ],
    ['a missing dashboard', (path: string) => path.endsWith('queues.json'), 'dashboards/queues.json: missing'],
    ['a missing plugin.json', (path: string) => path.endsWith(`${PANEL}/plugin.json`), `${PANEL}/plugin.json: missing`],
  ])('names %s', (_, isLeftOut, message) => {
    const faults = verify(goodPackage().filter(({ path }) => !isLeftOut(path)));
    expect(faults).toEqual([expect.stringContaining(message)]);
  });

  it('names placeholders that were not replaced', () => {
    expect(verify(goodPackage(), '1.2.4')[0]).toContain('expected version 1.2.4 and a date, got 1.2.3');
  });

  it('names a file that only tests read', () => {
    const faults = verify([...goodPackage(), file('datasource/savedQueries.json', '[]')]);
    expect(faults).toEqual([expect.stringContaining('datasource/savedQueries.json: expected no JSON but plugin.json')]);
  });

  it('names a backend that nobody may execute', () => {
    const entries = goodPackage().map((entry) => (entry.mode === 0o755 ? { ...entry, mode: 0o644 } : entry));
    expect(verify(entries)).toEqual([`${APP}/datasource/gpx_jobs_linux_amd64: expected mode 755, got 644`]);
  });
});
