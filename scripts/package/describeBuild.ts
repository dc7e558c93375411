import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { ZipEntry } from './zip';

/** What a plugin.json says of the commit it was built from: Grafana shows it on the plugin's page. */
export interface BuildOrigin {
  /** Epoch ms of the commit, not of the build: the same source gives the same package. */
  time: number;
  hash: string;
  branch: string;
}

/** undefined where there is no git, as in an unpacked archive. */
export function buildOrigin(root: string): BuildOrigin | undefined {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    const [seconds = '', hash = ''] = git('log', '-1', '--format=%ct %H').split(' ');
    return { time: Number(seconds) * 1000, hash, branch: git('rev-parse', '--abbrev-ref', 'HEAD') };
  } catch {
    return undefined;
  }
}

/** Entries whose plugin.json files name the build, and as its repository what they link to as their source code. */
export function withBuild(entries: readonly ZipEntry[], origin: BuildOrigin | undefined): ZipEntry[] {
  return entries.map((entry) => {
    if (origin === undefined || !entry.path.endsWith('/plugin.json')) {
      return entry;
    }
    const plugin = JSON.parse(entry.data.toString('utf8')) as {
      info: { links?: Array<{ name: string; url: string }> };
    };
    const repo = plugin.info.links?.find(({ name }) => name === 'Source code')?.url;
    const named = { ...plugin, info: { ...plugin.info, build: { ...origin, repo } } };
    return { ...entry, data: Buffer.from(`${JSON.stringify(named, null, 2)}\n`) };
  });
}

/** `<sha256>:<path>` of every Go file, as the SDK's own build writes it: a reviewer compares it with the source. */
export function goManifest(root: string): string {
  return goFiles(root, '')
    .map(
      (path) =>
        `${createHash('sha256')
          .update(readFileSync(join(root, path)))
          .digest('hex')}:${path}\n`
    )
    .join('');
}

function goFiles(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = posix.join(folder, entry.name);
      if (entry.isDirectory()) {
        return entry.name === 'node_modules' || entry.name.startsWith('.') ? [] : goFiles(root, path);
      }
      return entry.name.endsWith('.go') ? [path] : [];
    });
}
