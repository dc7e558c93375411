import { posix } from 'node:path';
import { readProperty } from './readProperty';
import type { ZipEntry } from './zip';

/**
 * What Grafana's plugin validator refuses or warns of, in words: a program of its own that has to be fetched from the
 * internet, so the checks of it that can be wrong here are made here, too. Empty: there is nothing to say.
 */
export function validate(entries: readonly ZipEntry[]): string[] {
  return entries.flatMap((entry) => {
    const name = posix.basename(entry.path);
    const text = () => entry.data.toString('utf8');
    switch (true) {
      case name === 'plugin.json':
        return validateManifest(entry.path, JSON.parse(text()));
      case name === 'README.md':
        return validateReadme(entry.path, text());
      case name === 'LICENSE':
        return /Apache License\s+Version 2\.0/.test(text()) ? [] : [`${entry.path}: expected the Apache License 2.0`];
      case name.endsWith('.svg'):
        return /<script|\son\w+\s*=|javascript:/i.test(text())
          ? [`${entry.path}: expected an image that runs nothing`]
          : [];
      case name === 'module.js':
        return validateModule(entry.path, text(), new Set(entries.map(({ path }) => path)));
      case /\.(png|exe)$|_(amd64|arm|arm64)$/.test(name):
        return validateBytes(entry);
      default:
        return [];
    }
  });
}

const ID = /^[0-9a-z]+-([0-9a-z]+-)?(app|panel|datasource)$/;

function validateManifest(path: string, plugin: unknown): string[] {
  const at = (...names: string[]) => names.reduce<unknown>((value, name) => readProperty(value, name), plugin);
  const links = at('info', 'links');
  const expected: Array<[boolean, string]> = [
    [ID.test(String(at('id'))) && String(at('id')).endsWith(`-${String(at('type'))}`), 'an id that ends in its type'],
    [isText(at('name')) && isText(at('info', 'author', 'name')), 'a name and an author'],
    [
      isText(at('info', 'description')) && String(at('info', 'description')).length <= 200,
      'a description of at most 200 characters',
    ],
    [isList(at('info', 'keywords')), 'keywords'],
    [/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(String(at('info', 'version'))), 'a semantic version'],
    [/^\d{4}-\d\d-\d\d$/.test(String(at('info', 'updated'))), 'the date of the build'],
    [/^>=\d+\.\d+\.\d+(-0)?$/.test(String(at('dependencies', 'grafanaDependency'))), 'a range of Grafana versions'],
    [isList(at('info', 'screenshots')), 'screenshots'],
    [
      isList(links) && links.every((link) => /^https:\/\//.test(String(readProperty(link, 'url')))),
      'links, all of them https',
    ],
  ];
  return expected.filter(([isGood]) => !isGood).map(([, what]) => `${path}: expected ${what}`);
}

/** It is shown outside of this repository: a relative link leads nowhere there. */
function validateReadme(path: string, text: string): string[] {
  const relative = [...text.matchAll(/\]\(([^)]+)\)/g)]
    .map(([, target]) => target ?? '')
    .filter((target) => !/^(https:|#)/.test(target));
  return [
    ...relative.map((target) => `${path}: expected an https link, got ${target}`),
    ...(text.length < 200 ? [`${path}: expected what the plugin is for and how it is set up`] : []),
  ];
}

function validateModule(path: string, text: string, paths: ReadonlySet<string>): string[] {
  return [
    ...(/^\s*(\/\*[^]*?\*\/)?\s*define\(/.test(text) ? [] : [`${path}: expected an AMD module`]),
    ...(paths.has(`${path}.map`) ? [] : [`${path}.map: missing; reviewers read the source by it`]),
    ...['google-analytics.com', 'googletagmanager.com', 'api.mixpanel.com']
      .filter((tracker) => text.includes(tracker))
      .map((tracker) => `${path}: expected no tracking, found ${tracker}`),
  ];
}

/** How files of a kind begin. */
const MAGIC: ReadonlyArray<[RegExp, string]> = [
  [/\.png$/, '89504e47'],
  [/_linux_\w+$/, '7f454c46'],
  [/_darwin_\w+$/, 'cffaedfe'],
  [/_windows_\w+\.exe$/, '4d5a'],
];
const IMAGE_BYTES = 2_000_000;

function validateBytes({ path, data }: ZipEntry): string[] {
  const [, magic = ''] = MAGIC.find(([of]) => of.test(path)) ?? [];
  const faults = data.toString('hex', 0, magic.length / 2) === magic ? [] : [`${path}: is not what its name says`];
  return path.endsWith('.png') && data.length > IMAGE_BYTES
    ? [...faults, `${path}: expected at most ${IMAGE_BYTES} bytes, got ${data.length}`]
    : faults;
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.length > 0;
}
