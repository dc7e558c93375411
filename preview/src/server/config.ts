import { resolve } from 'node:path';
import { type Environment } from './expandEnvironment';

export interface Config {
  port: number;
  /** The built plugin, as Grafana would have it in its plugins folder. */
  distDir: string;
  provisioningDir: string;
  /** The Go host that speaks Grafana's plugin protocol. */
  backendBinary: string;
  /** The data source's backend, which the Go host launches. */
  pluginBinary: string;
  /** What provisioning files take their variables from. */
  environment: Environment;
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export const HELP = `Preview: the provisioned dashboards, panels and data source in a browser, without a Grafana server

Settings are environment variables:

  PORT              port to listen on (3000)
  CONTROLLER_URL    where the Agent Controller answers (http://127.0.0.1:4400)
  CONTROLLER_TOKEN  a token with the role viewer
  CONTROLLER_OPERATOR_TOKEN, ACT_ROLE  a token to act on jobs with, and the Grafana role that may
  PREVIEW_ROLE      the Grafana role of who looks at it: Viewer, Editor or Admin (Viewer)
  DIST_DIR          the built plugin (dist)
  DASHBOARDS_PATH   the dashboards' JSON files (DIST_DIR/dashboards)
  PROVISIONING_DIR  what Grafana would load (provisioning)
  PREVIEW_BACKEND   the host of the data source's backend (preview/bin/preview-backend)
  PREVIEW_PLUGIN    the data source's backend (DIST_DIR/datasource/gpx_jobs_<os>_<arch>)
`;

/** Pure: `root` is the repository's folder, `platform` Go's name of this machine, e.g. `linux_amd64`. */
export function readConfig(env: Environment, root: string, platform: string): Config {
  const path = (key: string, fallback: string) => resolve(root, env[key] || fallback);
  const distDir = path('DIST_DIR', 'dist');
  return {
    port: port(env['PORT'] || '3000'),
    distDir,
    provisioningDir: path('PROVISIONING_DIR', 'provisioning'),
    backendBinary: path('PREVIEW_BACKEND', 'preview/bin/preview-backend'),
    pluginBinary: path('PREVIEW_PLUGIN', `${distDir}/datasource/gpx_jobs_${platform}`),
    environment: {
      ...env,
      CONTROLLER_URL: env['CONTROLLER_URL'] || 'http://127.0.0.1:4400',
      DASHBOARDS_PATH: path('DASHBOARDS_PATH', `${distDir}/dashboards`),
    },
  };
}

function port(value: string): number {
  if (!/^\d{1,5}$/.test(value) || Number(value) > 65535) {
    throw new ConfigError(`PORT: expected a whole number from 0 to 65535, got "${value}". Correct or unset PORT.`);
  }
  return Number(value);
}

/** Go's names: `linux`, `x64` → `linux_amd64` */
export function goPlatform(platform: string, architecture: string): string {
  return `${platform === 'win32' ? 'windows' : platform}_${architecture === 'x64' ? 'amd64' : architecture}`;
}
