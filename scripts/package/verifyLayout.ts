import { posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readProperty } from './readProperty';
import type { ZipEntry } from './zip';

/** Each plugin's module.js, gzipped: what a browser loads before it can draw anything. */
export const MODULE_BYTES = 60_000;

const APP = 'openvcloud-jobs-app';
const DASHBOARDS = ['jobs', 'job', 'jumpscripts', 'jumpscript', 'logs', 'queues', 'node'];

export interface ModuleSize {
  module: string;
  bytes: number;
  gzipped: number;
}

/**
 * What Grafana would stumble over, in words; empty when it would load the app and the plugins in its `nested` folders, and
 * start each of the `backends`.
 */
export function verifyLayout(
  entries: readonly ZipEntry[],
  version: string,
  nested: readonly string[],
  backends: readonly string[]
): string[] {
  const files = new Map(entries.map((entry) => [entry.path, entry]));
  const outside = entries
    .filter(({ path }) => !path.startsWith(`${APP}/`))
    .map(({ path }) => `${path}: expected everything inside ${APP}/`);
  const missing = ['README.md', 'CHANGELOG.md', 'LICENSE', ...DASHBOARDS.map((name) => `dashboards/${name}.json`)]
    .filter((path) => !files.has(`${APP}/${path}`))
    .map((path) => `${path}: missing`);
  const folders = ['', ...nested].map((folder) => posix.join(APP, folder));
  const unbuilt = backends
    .filter((name) => !files.has(`${APP}/datasource/${name}`))
    .map((name) => `datasource/${name}: missing; a Grafana there could not start the data source`);
  return [
    ...outside,
    ...missing,
    ...unbuilt,
    ...folders.flatMap((folder) => verifyPlugin(folder, files, version)),
    ...verifyModes(entries),
    ...verifyJson(entries),
  ];
}

/** The bundler copies every JSON file below `src`, also one that only a test reads. */
function verifyJson(entries: readonly ZipEntry[]): string[] {
  return entries
    .filter(({ path }) => path.endsWith('.json') && !/(\/plugin|\/dashboards\/[^/]+)\.json$/.test(path))
    .map(
      ({ path }) => `${path}: expected no JSON but plugin.json and dashboards; keep what only tests read out of src/`
    );
}

function verifyPlugin(folder: string, files: ReadonlyMap<string, ZipEntry>, version: string): string[] {
  const path = `${folder}/plugin.json`;
  const json = files.get(path)?.data.toString('utf8');
  if (json === undefined) {
    return [`${path}: missing`];
  }
  const plugin: unknown = JSON.parse(json);
  const info = readProperty(plugin, 'info');
  const faults = imagesOf(info)
    .filter(({ image }) => typeof image !== 'string' || !files.has(`${folder}/${image}`))
    .map(({ kind, image }) => `${path}: its ${kind} ${String(image)} is missing`);
  if (!files.has(`${folder}/module.js`)) {
    faults.push(`${folder}/module.js: missing`);
  }
  if (readProperty(info, 'version') !== version || json.includes('%TODAY%')) {
    faults.push(
      `${path}: expected version ${version} and a date, got ${String(readProperty(info, 'version'))}, ${String(readProperty(info, 'updated'))}`
    );
  }
  return faults;
}

function imagesOf(info: unknown): Array<{ kind: string; image: unknown }> {
  const logos = new Set(['small', 'large'].map((size) => readProperty(readProperty(info, 'logos'), size)));
  const screenshots = readProperty(info, 'screenshots');
  return [
    ...[...logos].map((image) => ({ kind: 'logo', image })),
    ...(Array.isArray(screenshots) ? screenshots : []).map((screenshot: unknown) => ({
      kind: 'screenshot',
      image: readProperty(screenshot, 'path'),
    })),
  ];
}

function verifyModes(entries: readonly ZipEntry[]): string[] {
  return entries.flatMap(({ path, mode }) => {
    const expected = isBinary(path) ? 0o755 : 0o644;
    return mode === expected ? [] : [`${path}: expected mode ${expected.toString(8)}, got ${mode.toString(8)}`];
  });
}

/** The backend, as Grafana names it: `gpx_jobs_linux_amd64`. */
export function isBinary(path: string): boolean {
  return /\/gpx_\w+_(linux|darwin|windows)_(amd64|arm|arm64)(\.exe)?$/.test(path);
}

export function moduleSizes(entries: readonly ZipEntry[]): ModuleSize[] {
  return entries
    .filter(({ path }) => path.endsWith('/module.js'))
    .map(({ path, data }) => ({ module: path, bytes: data.length, gzipped: gzipSync(data, { level: 9 }).length }));
}
