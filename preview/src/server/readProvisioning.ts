import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { objectOf, objectsOf, textOf } from '../json/narrowJson';
import { expandEnvironment, type Environment } from './expandEnvironment';

export interface ProvisionedDataSource {
  uid: string;
  name: string;
  type: string;
  url: string;
  isDefault: boolean;
  jsonData: Readonly<Record<string, unknown>>;
  secureJsonData: Readonly<Record<string, unknown>>;
}

export interface Provisioning {
  datasources: ProvisionedDataSource[];
  /** Folders the dashboard providers read JSON files from. */
  dashboardFolders: string[];
  enabledApps: string[];
  problems: string[];
}

const KINDS = ['datasources', 'dashboards', 'plugins'] as const;

/** Reads what a Grafana would read from the same folder. Alert rules are left to Grafana: nothing here evaluates them. */
export function readProvisioning(folder: string, env: Environment): Provisioning {
  const found: Provisioning = { datasources: [], dashboardFolders: [], enabledApps: [], problems: [] };
  for (const kind of KINDS) {
    for (const path of yamlFiles(join(folder, kind), found.problems)) {
      try {
        const content = objectOf(expandEnvironment(parse(readFileSync(path, 'utf8')), env));
        found.datasources.push(...objectsOf(content['datasources']).map(toDataSource));
        found.dashboardFolders.push(
          ...objectsOf(content['providers']).map((provider) => textOf(objectOf(provider['options'])['path']))
        );
        found.enabledApps.push(
          ...objectsOf(content['apps'])
            .filter((app) => app['disabled'] !== true)
            .map((app) => textOf(app['type']))
        );
      } catch (error) {
        found.problems.push(`${path} was not read: ${String(error)}. Correct the YAML and restart.`);
      }
    }
  }
  return found;
}

function yamlFiles(folder: string, problems: string[]): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /\.ya?ml$/.test(name))
      .sort()
      .map((name) => join(folder, name));
  } catch (error) {
    problems.push(
      `${folder} was not read: ${String(error)}. Set PROVISIONING_DIR to the folder with datasources/, dashboards/ and plugins/.`
    );
    return [];
  }
}

/** Like Grafana, a data source without a uid is known by its name. */
function toDataSource(entry: Readonly<Record<string, unknown>>): ProvisionedDataSource {
  return {
    uid: textOf(entry['uid']) || textOf(entry['name']),
    name: textOf(entry['name']),
    type: textOf(entry['type']),
    url: textOf(entry['url']),
    isDefault: entry['isDefault'] === true,
    jsonData: objectOf(entry['jsonData']),
    secureJsonData: objectOf(entry['secureJsonData']),
  };
}
