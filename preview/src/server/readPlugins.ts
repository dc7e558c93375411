import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PluginManifest } from '../boot/BootDocument';
import { isObject, textOf, type JsonObject } from '../json/narrowJson';

export interface InstalledPlugin extends PluginManifest {
  /** Where its files are: Grafana serves each plugin, nested ones too, from its own folder. */
  folder: string;
}

const TYPES = ['app', 'datasource', 'panel'] as const;

/** Finds every built plugin below a folder, as Grafana's scan of its plugins folder does. */
export function readPlugins(distDir: string, problems: string[]): InstalledPlugin[] {
  const plugins = foldersWithPlugin(distDir).flatMap((folder) => readPlugin(folder, problems));
  if (plugins.length === 0) {
    problems.push(`No built plugin in ${distDir}. Run \`npm run build\`, or set DIST_DIR to the folder it wrote.`);
  }
  return plugins;
}

function foldersWithPlugin(folder: string): string[] {
  if (!existsSync(folder)) {
    return [];
  }
  const below = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const nested = below.flatMap((entry) => foldersWithPlugin(join(folder, entry.name)));
  return existsSync(join(folder, 'plugin.json')) ? [folder, ...nested] : nested;
}

function readPlugin(folder: string, problems: string[]): InstalledPlugin[] {
  const path = join(folder, 'plugin.json');
  try {
    const meta: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const type = isObject(meta) ? TYPES.find((known) => known === meta['type']) : undefined;
    if (!isObject(meta) || type === undefined || textOf(meta['id']) === '') {
      throw new Error(`expected an id and a type, one of ${TYPES.join(', ')}`);
    }
    if (!existsSync(join(folder, 'module.js'))) {
      throw new Error('module.js is not beside it');
    }
    return [{ id: textOf(meta['id']), type, name: textOf(meta['name']), folder, meta: hosted(meta) }];
  } catch (error) {
    problems.push(`${path} is not a plugin that can be loaded: ${String(error)}. Run \`npm run build\`.`);
    return [];
  }
}

/** What Grafana adds to a manifest when it serves the plugin. */
function hosted(meta: JsonObject): JsonObject {
  const baseUrl = `public/plugins/${textOf(meta['id'])}`;
  const info = isObject(meta['info']) ? meta['info'] : {};
  const logos = isObject(info['logos']) ? info['logos'] : {};
  const absolute = Object.fromEntries(
    Object.entries(logos).map(([size, path]) => [size, `/${baseUrl}/${textOf(path)}`])
  );
  return {
    ...meta,
    baseUrl,
    module: `${baseUrl}/module.js`,
    info: { ...info, logos: absolute },
    signature: 'unsigned',
    enabled: true,
  };
}
