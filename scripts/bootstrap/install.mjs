import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(import.meta.url), '..', '..', '..');

/** The preview has its own packages: it runs the newest Grafana's, the plugin is built against the oldest supported. */
const FOLDERS = [
  { folder: '.', what: 'packages' },
  { folder: 'preview', what: "the preview's packages" },
];

/** Installs what package-lock.json says, unless that very lock file is installed already. */
export async function install() {
  for (const { folder, what } of FOLDERS) {
    const lock = readFileSync(join(root, folder, 'package-lock.json'));
    const stamp = join(root, folder, 'node_modules', '.installed-lock');
    const hash = createHash('sha256').update(lock).update(process.version).digest('hex');
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) {
      continue;
    }
    console.log(`Installing ${what}...`);
    const started = Date.now();
    await npmCi(join(root, folder));
    mkdirSync(join(root, folder, 'node_modules'), { recursive: true });
    writeFileSync(stamp, hash);
    console.log(`Installed ${what} in ${Math.round((Date.now() - started) / 1000)} s`);
  }
}

function npmCi(cwd) {
  return new Promise((done) => {
    // stderr of npm is quiet by --loglevel, so that what is left is worth reading.
    const child = spawn('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    child.on('exit', (code) => {
      if (code !== 0) {
        console.error(
          `"npm ci" failed in ${cwd} (exit code ${code}). Its messages are above; mend the cause and start again.`
        );
        process.exit(1);
      }
      done();
    });
  });
}
