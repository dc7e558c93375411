import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILD_STEPS } from '../build/artefacts';
import { build } from '../build/build';
import { nestedPlugins } from './nestedPlugins';
import { readFolder } from './readFolder';
import { MODULE_BYTES, moduleSizes, verifyLayout } from './verifyLayout';
import { readZip, writeZip } from './zip';

/** `npm run package`: builds the plugin and its backend, zips them, and checks the zip as Grafana would meet it. */
async function main(): Promise<void> {
  const root = join(__dirname, '..', '..');
  const say = (message: string) => process.stdout.write(`${message}\n`);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  await build(
    root,
    say,
    BUILD_STEPS.filter(({ outputs }) => outputs.every((output) => output.startsWith('dist/')))
  );

  const file = join(root, 'artifacts', `openvcloud-jobs-app-${version}.zip`);
  mkdirSync(join(root, 'artifacts'), { recursive: true });
  writeFileSync(file, writeZip(readFolder(join(root, 'dist'), 'openvcloud-jobs-app')));

  const entries = readZip(readFileSync(file));
  const sizes = moduleSizes(entries);
  say('module.js                                          bytes     gzip');
  for (const { module, bytes, gzipped } of sizes) {
    say(`${module.padEnd(46)} ${String(bytes).padStart(9)} ${String(gzipped).padStart(8)}`);
  }
  const tooLarge = sizes
    .filter(({ gzipped }) => gzipped > MODULE_BYTES)
    .map(({ module, gzipped }) => `${module}: expected at most ${MODULE_BYTES} bytes gzipped, got ${gzipped}`);
  const faults = [...verifyLayout(entries, version, nestedPlugins(join(root, 'src'))), ...tooLarge];
  if (faults.length > 0) {
    throw new Error(`The package is not what Grafana needs:\n  ${faults.join('\n  ')}`);
  }
  say(`${file}: ${entries.length} files, ${(readFileSync(file).length / 1e6).toFixed(1)} MB; layout verified`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
