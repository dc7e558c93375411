import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLED_DASHBOARDS } from './app/bundledDashboards';
import { DASHBOARDS } from './navigation/links';
import app from './plugin.json';

type Manifest = Pick<typeof app, 'type' | 'name' | 'info' | 'dependencies'>;

const nested = ['datasource', ...readdirSync(join(__dirname, 'panels')).map((name) => `panels/${name}`)].map(
  (folder) => ({ folder, manifest: readManifest(folder) })
);
const plugins = [{ folder: '', manifest: readManifest('') }, ...nested];

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(__dirname, folder, 'plugin.json'), 'utf8')) as Manifest;
}

describe('plugin.json', () => {
  it("has a navigation entry for each dashboard, under the dashboard's title", () => {
    const pages = app.includes
      .filter(({ path }) => path.startsWith('/d/'))
      .map(({ name, path, addToNav }) => ({ name, path, addToNav }));
    expect(pages).toEqual(
      Object.values(DASHBOARDS).map(({ uid, title }) => ({ name: title, path: `/d/${uid}`, addToNav: true }))
    );
  });

  // Grafana finds nested plugins by their folder, but its validator refuses an app that does not list them.
  it('lists every nested plugin, as its folder has it', () => {
    const listed = app.includes
      .filter(({ type }) => type !== 'page')
      .map(({ type, name, path }) => ({ type, name, path }));
    const found = nested.map(({ folder, manifest: { type, name } }) => ({ type, name, path: `${folder}/plugin.json` }));
    expect(listed).toEqual(expect.arrayContaining(found));
    expect(listed).toHaveLength(found.length);
  });

  it('asks for one Grafana version in all plugins', () => {
    const versions = plugins.map(({ manifest }) => manifest.dependencies.grafanaDependency);
    expect(new Set(versions)).toEqual(new Set(['>=12.4.0-0']));
  });

  it('links to the same documentation, source code and licence from all plugins', () => {
    expect(app.info.links.map(({ name }) => name)).toEqual(['Documentation', 'Source code', 'Licence']);
    for (const { manifest } of plugins) {
      expect(manifest.info.links).toEqual(app.info.links);
    }
  });

  it('links only to files of this project', () => {
    const [source] = app.info.links.filter(({ name }) => name === 'Source code').map(({ url }) => url);
    const files = app.info.links
      .map(({ url }) => url.replace(`${source}/blob/main`, ''))
      .filter((url) => url !== source);
    for (const file of files) {
      expect(existsSync(join(__dirname, '..', file))).toBe(true);
    }
  });

  it.each(plugins)('shows pictures that lie beside the plugin.json in "$folder"', ({ folder, manifest }) => {
    const pictures = manifest.info.screenshots.map(({ path }) => join(__dirname, folder, path));
    expect(pictures.length).toBeGreaterThan(0);
    expect(pictures.filter((path) => !existsSync(path))).toEqual([]);
  });
});

describe('BUNDLED_DASHBOARDS', () => {
  it.each(BUNDLED_DASHBOARDS.map(({ file, uid, title }) => [file, uid, title]))(
    'has a file %s with the uid %s',
    (file, uid, title) => {
      const dashboard: unknown = require(`./dashboards/${file}`);
      expect(dashboard).toMatchObject({ uid, title });
    }
  );
});
