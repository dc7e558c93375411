import { ConfigError, goPlatform, readConfig } from './config';

test('starts with what `npm run build` makes, found from the repository', () => {
  expect(readConfig({}, '/repo', 'linux_amd64')).toMatchObject({
    port: 3000,
    distDir: '/repo/dist',
    backendBinary: '/repo/preview/bin/preview-backend',
    pluginBinary: '/repo/dist/datasource/gpx_jobs_linux_amd64',
    environment: { CONTROLLER_URL: 'http://127.0.0.1:4400', DASHBOARDS_PATH: '/repo/dist/dashboards' },
  });
});

test('finds dashboards and backend in another dist when that is given', () => {
  const config = readConfig({ DIST_DIR: '/other', PORT: '0' }, '/repo', 'darwin_arm64');
  expect(config).toMatchObject({ port: 0, pluginBinary: '/other/datasource/gpx_jobs_darwin_arm64' });
  expect(config.environment['DASHBOARDS_PATH']).toBe('/other/dashboards');
});

test.each(['http', '-1', '65536', '3000 '])('names the key when PORT is %j', (PORT) => {
  expect(() => readConfig({ PORT }, '/repo', 'linux_amd64')).toThrow(ConfigError);
  expect(() => readConfig({ PORT }, '/repo', 'linux_amd64')).toThrow(/PORT: expected/);
});

test.each([
  ['linux', 'x64', 'linux_amd64'],
  ['darwin', 'arm64', 'darwin_arm64'],
  ['win32', 'x64', 'windows_amd64'],
])('says %s/%s as Go does', (platform, architecture, expected) => {
  expect(goPlatform(platform, architecture)).toBe(expected);
});
