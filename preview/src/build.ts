import { build, type Plugin } from 'esbuild';
import { dirname, resolve } from 'node:path';

const preview = resolve(__dirname, '..');
const runtime = resolve(preview, 'node_modules/@grafana/runtime');

/** CommonJS packages of which @grafana/ui imports the default. */
const COMMONJS = /^(react-custom-scrollbars-2|react-highlight-words|calculate-size|@uiw\/react-codemirror)$/;

/**
 * Grafana's packages are .mjs files written for webpack, where the default import of a CommonJS package is its
 * `default`. esbuild takes .mjs as Node does: there it is the whole module. So the module is made its own default.
 */
const commonJsDefaults: Plugin = {
  name: 'commonjs-defaults',
  setup({ onResolve, onLoad, resolve: resolveOnce }) {
    onResolve({ filter: COMMONJS }, async ({ path, pluginData, resolveDir }) => {
      if (pluginData === commonJsDefaults) {
        return undefined;
      }
      const found = await resolveOnce(path, { kind: 'require-call', resolveDir, pluginData: commonJsDefaults });
      return { path: found.path, namespace: 'commonjs-default' };
    });
    onLoad({ filter: /./, namespace: 'commonjs-default' }, ({ path }) => ({
      contents: `const all = require(${JSON.stringify(path)}); module.exports = all.default ? Object.assign(all.default, all) : all;`,
      resolveDir: dirname(path),
    }));
  },
};

/**
 * Grafana's server has the font files, its packages only name them: without this every page asks for fonts that are
 * not here. The theme's next font, the system's, is used.
 */
const systemFonts: Plugin = {
  name: 'system-fonts',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]themes[\\/]GlobalStyles[\\/]fonts\.mjs$/ }, () => ({
      contents: 'export const getFontStyles = () => [];',
    }));
  },
};

/** Bundles the browser part: boot.js sets globals and must stay apart, main.js is the host in chunks. */
async function main(): Promise<void> {
  const shared = {
    // What Grafana's own application sets is not among what its package gives to others.
    alias: { 'grafana-panel-renderer': resolve(runtime, 'dist/esm/components/PanelRenderer.mjs') },
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
    plugins: [commonJsDefaults, systemFonts],
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
