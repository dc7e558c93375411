import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findEntries } from './findEntries';

/**
 * `npm run check:platform`: whether the plugin, which is built against the oldest Grafana it runs in, fits the newest one's packages.
 * Types are checked with tsconfig.platform.json (so does `npm test`). Levitate then tells which of the names it uses changed between
 * the two: it is installed in a temporary folder, and takes minutes. What it calls incompatible may be a type that grew: the types
 * decide, its report is to be read.
 */
const ROOT = resolve(__dirname, '..', '..');
const LEVITATE = '@grafana/levitate@0.17.2';
const PACKAGES = ['@grafana/data', '@grafana/runtime', '@grafana/ui'];

function main(): number {
  const types = spawnSync('npx', ['tsc', '-p', 'tsconfig.platform.json'], { cwd: ROOT, stdio: 'inherit' });
  const target = PACKAGES.map((name) => `${name}@${newestOf(name)}`).join(',');
  const folder = mkdtempSync(join(tmpdir(), 'openvcloud-platform-'));
  try {
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', '--prefix', folder, LEVITATE], {
      stdio: 'inherit',
    });
    for (const entry of findEntries(join(ROOT, 'src'))) {
      const path = join('src', entry);
      process.stdout.write(`\n=== ${path}\n`);
      const command = join(folder, 'node_modules', '.bin', 'levitate');
      spawnSync(command, ['is-compatible', '--path', path, '--target', target], { cwd: ROOT, stdio: 'inherit' });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return types.status ?? 1;
}

/** As the preview has it: the newest Grafana that is tried. */
function newestOf(name: string): string {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'preview', 'node_modules', name, 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}

process.exitCode = main();
