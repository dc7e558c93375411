import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { BUILD_STEPS, HERE } from '../build/artefacts';
import { build } from '../build/build';
import { backendName, backendStep, PLATFORMS, type GoPlatform } from '../build/goBackend';
import { buildOrigin, goManifest, withBuild } from './describeBuild';
import { nestedPlugins } from './nestedPlugins';
import { readFolder } from './readFolder';
import { validate } from './validate';
import { isBinary, MODULE_BYTES, moduleSizes, verifyLayout } from './verifyLayout';
import { readZip, writeZip, type ZipEntry } from './zip';

const APP = 'openvcloud-jobs-app';
const ROOT = join(__dirname, '..', '..');
const say = (message: string) => process.stdout.write(`${message}\n`);

/** `npm run package`: builds the plugin and its backends, zips them, and checks the zip as Grafana would meet it. */
async function main(): Promise<void> {
  // A check of the project needs no backend but its own.
  const platforms = process.argv.includes('--here') ? [HERE] : PLATFORMS;
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const plugin = BUILD_STEPS.filter(({ outputs }) => outputs.every((output) => output.startsWith('dist/')));
  await build(ROOT, say, [...plugin, ...platforms.filter(isElsewhere).map(crossBuild)]);

  const file = join(ROOT, 'artifacts', `${APP}-${version}.zip`);
  mkdirSync(join(ROOT, 'artifacts'), { recursive: true });
  const backends = platforms.map(backendName);
  const zip = writeZip(entriesOf(backends));
  writeFileSync(file, zip);

  const entries = readZip(zip);
  const faults = [
    ...verifyLayout(entries, version, nestedPlugins(join(ROOT, 'src')), backends),
    ...validate(entries),
    ...sayModules(entries),
  ];
  if (faults.length > 0) {
    throw new Error(`The package is not what Grafana needs:\n  ${faults.join('\n  ')}`);
  }
  for (const kind of ['sha1', 'sha256']) {
    const sum = createHash(kind).update(zip).digest('hex');
    writeFileSync(`${file}.${kind}`, `${sum}  ${basename(file)}\n`);
    say(`${kind.padEnd(6)} ${sum}`);
  }
  say(`${file}: ${entries.length} files, ${(zip.length / 1e6).toFixed(1)} MB, for ${backends.join(', ')}; verified`);
}

function isElsewhere({ GOOS, GOARCH }: GoPlatform): boolean {
  return GOOS !== HERE.GOOS || GOARCH !== HERE.GOARCH;
}

function crossBuild(platform: GoPlatform) {
  return backendStep(`data source backend for ${platform.GOOS} ${platform.GOARCH}`, platform);
}

/** What was built, without backends of an earlier run for other machines. */
function entriesOf(backends: readonly string[]): ZipEntry[] {
  const built = readFolder(join(ROOT, 'dist'), APP).filter(
    ({ path }) => !isBinary(path) || backends.includes(basename(path))
  );
  const manifest = { path: `${APP}/go_plugin_build_manifest`, mode: 0o644, data: Buffer.from(goManifest(ROOT)) };
  return [...withBuild(built, buildOrigin(ROOT)), manifest];
}

/** Prints their sizes; → which are too large. */
function sayModules(entries: readonly ZipEntry[]): string[] {
  const sizes = moduleSizes(entries);
  say('module.js                                          bytes     gzip');
  for (const { module, bytes, gzipped } of sizes) {
    say(`${module.padEnd(46)} ${String(bytes).padStart(9)} ${String(gzipped).padStart(8)}`);
  }
  return sizes
    .filter(({ gzipped }) => gzipped > MODULE_BYTES)
    .map(({ module, gzipped }) => `${module}: expected at most ${MODULE_BYTES} bytes gzipped, got ${gzipped}`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
