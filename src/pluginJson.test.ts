import { BUNDLED_DASHBOARDS } from './app/bundledDashboards';
import datasource from './datasource/plugin.json';
import { DASHBOARDS } from './navigation/links';
import jobDetails from './panels/jobDetails/plugin.json';
import jobLogs from './panels/jobLogs/plugin.json';
import jobsTable from './panels/jobsTable/plugin.json';
import jumpscript from './panels/jumpscript/plugin.json';
import app from './plugin.json';

describe('plugin.json', () => {
  it("has a navigation entry for each dashboard, under the dashboard's title", () => {
    const pages = app.includes
      .filter(({ path }) => path.startsWith('/d/'))
      .map(({ name, path, addToNav }) => ({ name, path, addToNav }));
    expect(pages).toEqual(
      Object.values(DASHBOARDS).map(({ uid, title }) => ({ name: title, path: `/d/${uid}`, addToNav: true }))
    );
  });

  it('names every nested plugin', () => {
    const nested = [datasource, jobsTable, jobDetails, jumpscript, jobLogs].map(({ type, name }) => ({ type, name }));
    expect(app.includes.filter(({ type }) => type !== 'page').map(({ type, name }) => ({ type, name }))).toEqual(
      nested
    );
  });

  it('asks for one Grafana version in all plugins', () => {
    const versions = [app, datasource, jobsTable, jobDetails, jumpscript, jobLogs].map(
      (plugin) => plugin.dependencies.grafanaDependency
    );
    expect(new Set(versions)).toEqual(new Set(['>=12.4.0-0']));
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
