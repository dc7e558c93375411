import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runCommand } from '../processes/runCommand';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * Path of a Chromium: $CHROMIUM_PATH, one on PATH, or one installed now: Debian's package when we may (root and
 * apt-get), else Playwright's own.
 */
export async function findChromium(
  env: NodeJS.ProcessEnv,
  root: string,
  say: (message: string) => void
): Promise<string> {
  const found = chromiumOnPath(env);
  if (found) {
    return found;
  }
  say('Installing Chromium for the browser tests...');
  if (process.getuid?.() === 0 && onPath('apt-get', env)) {
    await mustRun(['apt-get', 'update', '-qq'], root);
    await mustRun(
      ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'],
      root
    );
    const installed = chromiumOnPath(env);
    if (installed) {
      return installed;
    }
  }
  await mustRun(['npx', 'playwright', 'install', 'chromium'], root);
  const { chromium } = await import('@playwright/test');
  return chromium.executablePath();
}

function chromiumOnPath(env: NodeJS.ProcessEnv): string | undefined {
  const candidates = env.CHROMIUM_PATH ? [env.CHROMIUM_PATH] : NAMES.map((name) => onPath(name, env));
  return candidates.find((path) => path !== undefined && existsSync(path));
}

/** Where a program is, if it is. */
export function onPath(name: string, env: NodeJS.ProcessEnv): string | undefined {
  return (env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}

async function mustRun(command: string[], cwd: string): Promise<void> {
  const { code, output } = await runCommand(command, {
    cwd,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (code !== 0) {
    throw new Error(
      `No Chromium was found and "${command.join(' ')}" failed, so the browser tests cannot run. Install Chromium or set CHROMIUM_PATH.\n${output}`
    );
  }
}
