import { backendName, backendStep, goPlatform, PLATFORMS } from './goBackend';

it("knows machines by Go's names", () => {
  expect(goPlatform('linux', 'x64')).toEqual({ GOOS: 'linux', GOARCH: 'amd64' });
  expect(goPlatform('darwin', 'arm64')).toEqual({ GOOS: 'darwin', GOARCH: 'arm64' });
  expect(goPlatform('win32', 'x64')).toEqual({ GOOS: 'windows', GOARCH: 'amd64' });
});

it("names each backend's file as Grafana looks for it, and builds it under that name", () => {
  expect(PLATFORMS.map(backendName)).toEqual([
    'gpx_jobs_linux_amd64',
    'gpx_jobs_linux_arm64',
    'gpx_jobs_linux_arm',
    'gpx_jobs_darwin_amd64',
    'gpx_jobs_darwin_arm64',
    'gpx_jobs_windows_amd64.exe',
  ]);
  const { env, outputs, command } = backendStep('backend', { GOOS: 'windows', GOARCH: 'amd64' });
  expect(env).toEqual({ CGO_ENABLED: '0', GOOS: 'windows', GOARCH: 'amd64' });
  expect(outputs).toEqual(['dist/datasource/gpx_jobs_windows_amd64.exe']);
  expect(command).toEqual(expect.arrayContaining(['-trimpath', expect.stringMatching(/^-s -w /), ...outputs]));
});
