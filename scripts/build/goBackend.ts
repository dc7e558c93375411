import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildStep } from './artefacts';

/** An operating system and a processor, by Go's names. */
export interface GoPlatform {
  GOOS: string;
  GOARCH: string;
}

/** Where Grafana's server runs: what `npm run package` holds a backend for. */
export const PLATFORMS: readonly GoPlatform[] = [
  { GOOS: 'linux', GOARCH: 'amd64' },
  { GOOS: 'linux', GOARCH: 'arm64' },
  { GOOS: 'linux', GOARCH: 'arm' },
  { GOOS: 'darwin', GOARCH: 'amd64' },
  { GOOS: 'darwin', GOARCH: 'arm64' },
  { GOOS: 'windows', GOARCH: 'amd64' },
];

/** Go's names of this machine: they are part of the backend's file name. */
export function goPlatform(platform: string, arch: string): GoPlatform {
  return {
    GOOS: platform === 'win32' ? 'windows' : platform,
    GOARCH: arch === 'x64' ? 'amd64' : arch,
  };
}

/** `gpx_jobs_linux_amd64`: under this name beside the data source's plugin.json Grafana starts it. */
export function backendName({ GOOS, GOARCH }: GoPlatform): string {
  return `gpx_jobs_${GOOS}_${GOARCH}${GOOS === 'windows' ? '.exe' : ''}`;
}

const { version } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')) as {
  version: string;
};
/** The SDK names plugin and version to the controller by this (User-Agent). */
const BUILD_INFO = JSON.stringify({ pluginID: 'openvcloud-jobs-datasource', version });
const LINKED = `-s -w -X github.com/grafana/grafana-plugin-sdk-go/build/buildinfo.buildInfoJSON=${BUILD_INFO}`;

/** Builds the data source's backend for a platform, on any other: it has no C in it. */
export function backendStep(name: string, platform: GoPlatform): BuildStep {
  const output = `dist/datasource/${backendName(platform)}`;
  return {
    name,
    command: ['go', 'build', '-tags', 'arrow_json_stdlib', '-trimpath', '-ldflags', LINKED, '-o', output, './pkg'],
    env: { CGO_ENABLED: '0', ...platform },
    inputs: ['pkg', 'go.mod', 'go.sum', 'contract/openapi.json'],
    outputs: [output],
  };
}
