import { goManifest, withBuild } from './describeBuild';
import { validate } from './validate';
import type { ZipEntry } from './zip';

const file = (path: string, data: string | Buffer): ZipEntry => ({
  path: `openvcloud-jobs-app/${path}`,
  mode: 0o644,
  data: Buffer.from(data),
});
const INFO = {
  description: 'Every job.',
  author: { name: 'Contributors' },
  keywords: ['jobs'],
  links: [{ name: 'Source code', url: 'https://example.org/jobs' }],
  screenshots: [{ name: 'Jobs', path: 'img/jobs.png' }],
  version: '1.2.3',
  updated: '2026-01-01',
};
const plugin = (changes: object = {}, info: object = {}) =>
  file(
    'plugin.json',
    JSON.stringify({
      id: 'openvcloud-jobs-app',
      type: 'app',
      name: 'Jobs',
      info: { ...INFO, ...info },
      dependencies: { grafanaDependency: '>=12.4.0-0' },
      ...changes,
    })
  );
const readme = (text: string) => file('README.md', `${text}\n${'What it is for. '.repeat(20)}`);
const png = (hex: string, bytes = 100) =>
  file('img/a.png', Buffer.concat([Buffer.from(hex, 'hex'), Buffer.alloc(bytes)]));
const backend = (name: string, hex: string) => file(`datasource/gpx_jobs_${name}`, Buffer.from(hex, 'hex'));

describe('validate', () => {
  it('has nothing to say of a good package', () => {
    const good = [
      plugin(),
      readme('[docs](https://example.org) [below](#set-up)'),
      file('LICENSE', '    Apache License\n   Version 2.0, January 2004'),
      file('module.js', '/* [create-plugin] */\ndefine(["react"],()=>1)'),
      file('module.js.map', '{}'),
      file('img/logo.svg', '<svg><path d="M0 0" stroke="on"/></svg>'),
      png('89504e47'),
      backend('linux_amd64', '7f454c46'),
      backend('linux_arm', '7f454c46'),
      backend('darwin_arm64', 'cffaedfe'),
      backend('windows_amd64.exe', '4d5a'),
    ];
    expect(validate(good)).toEqual([]);
  });

  it.each([
    ['an id of another type', plugin({ id: 'openvcloud-jobs-panel' }), 'an id that ends in its type'],
    ['an id with capitals', plugin({ id: 'OpenvCloud-jobs-app' }), 'an id that ends in its type'],
    ['no name', plugin({ name: ' ' }), 'a name and an author'],
    ['a long description', plugin({}, { description: 'x'.repeat(201) }), 'a description of at most 200'],
    ['no keywords', plugin({}, { keywords: [] }), 'keywords'],
    ['a version that is none', plugin({}, { version: '%VERSION%' }), 'a semantic version'],
    ['no date', plugin({}, { updated: '%TODAY%' }), 'the date of the build'],
    ['no Grafana', plugin({ dependencies: {} }), 'a range of Grafana versions'],
    ['no screenshots', plugin({}, { screenshots: undefined }), 'screenshots'],
    ['a plain link', plugin({}, { links: [{ url: 'http://example.org' }] }), 'links, all of them https'],
    ['a relative link', readme('[docs](docs/grafana.md)'), 'expected an https link, got docs/grafana.md'],
    ['a short README', file('README.md', '# Jobs'), 'expected what the plugin is for'],
    ['another licence', file('LICENSE', 'MIT'), 'expected the Apache License 2.0'],
    ['an image with a script', file('a.svg', '<svg onload="x()"/>'), 'expected an image that runs nothing'],
    ['an image of another kind', png('ffd8ffe0'), 'is not what its name says'],
    ['a huge image', png('89504e47', 2_000_000), 'expected at most 2000000 bytes'],
    ['a backend of another system', backend('darwin_amd64', '7f454c46'), 'is not what its name says'],
  ])('names %s', (_, entry, fault) => {
    expect(validate([entry])).toEqual([expect.stringContaining(fault)]);
  });

  it('names what a module lacks, and what it has too much', () => {
    expect(validate([file('module.js', 'import "https://www.google-analytics.com"')])).toEqual([
      expect.stringContaining('expected an AMD module'),
      expect.stringContaining('module.js.map: missing'),
      expect.stringContaining('expected no tracking, found google-analytics.com'),
    ]);
  });
});

describe('withBuild', () => {
  const origin = { time: 1_700_000_000_000, hash: 'abc', branch: 'main' };

  it('names the commit in every plugin.json, and leaves other files as they are', () => {
    const [named, other] = withBuild([plugin(), file('module.js', 'x')], origin);
    expect(JSON.parse(named?.data.toString() ?? '')).toMatchObject({
      id: 'openvcloud-jobs-app',
      info: { ...INFO, build: { ...origin, repo: 'https://example.org/jobs' } },
    });
    expect(other).toEqual(file('module.js', 'x'));
  });

  it('changes nothing without git', () => {
    expect(withBuild([plugin()], undefined)).toEqual([plugin()]);
  });
});

describe('goManifest', () => {
  it('lists each Go file with its hash, by paths from the root', () => {
    const lines = goManifest(`${__dirname}/../../pkg/jsonfault`).trimEnd().split('\n');
    expect(lines).toEqual([
      expect.stringMatching(/^[0-9a-f]{64}:jsonfault\.go$/),
      expect.stringMatching(/^[0-9a-f]{64}:jsonfault_test\.go$/),
    ]);
  });
});
