import { build } from 'esbuild';
import { resolve } from 'node:path';

const preview = resolve(__dirname, '..');

/** Bundles the browser part: boot.js sets globals and must stay apart, main.js is the host in chunks. */
async function main(): Promise<void> {
  const shared = {
    absWorkingDir: preview,
    outdir: resolve(preview, 'dist'),
    bundle: true,
    target: 'es2022',
    legalComments: 'linked',
    logLevel: 'warning',
  } as const;
  await build({ ...shared, entryPoints: { boot: 'src/browser/boot.ts' }, format: 'iife' });
  await build({
    ...shared,
    entryPoints: { main: 'src/browser/main.tsx' },
    format: 'esm',
    splitting: true,
    minify: true,
    // Grafana's packages ask for NODE_ENV; "production" also keeps translations from insisting on being initialised.
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    // Node's stream is asked for by papaparse, only for reading files in Node.
    external: ['stream'],
    loader: { '.svg': 'dataurl', '.png': 'dataurl', '.woff': 'file', '.woff2': 'file', '.ttf': 'file' },
    jsx: 'automatic',
  });
}

void main().catch(() => process.exit(1));
