import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DashboardEntry } from '../boot/BootDocument';
import { isObject, textOf, textsOf, type JsonObject } from '../json/narrowJson';

export interface StoredDashboard extends DashboardEntry {
  json: JsonObject;
}

/** Read at every request, so that a dashboard that was built again shows after a reload of the page. */
export function readDashboards(folders: readonly string[], problems: string[]): StoredDashboard[] {
  return folders.flatMap((folder) => jsonFiles(folder, problems).flatMap((path) => readDashboard(path, problems)));
}

function jsonFiles(folder: string, problems: string[]): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => join(folder, name));
  } catch (error) {
    problems.push(
      `No dashboards in ${folder || 'the empty path'}: ${String(error)}. Run \`npm run build\`, or set DASHBOARDS_PATH.`
    );
    return [];
  }
}

function readDashboard(path: string, problems: string[]): StoredDashboard[] {
  try {
    const json: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (!isObject(json) || textOf(json['uid']) === '') {
      throw new Error('expected a dashboard with a uid');
    }
    const uid = textOf(json['uid']);
    const title = textOf(json['title']);
    return [{ uid, title, tags: textsOf(json['tags']), url: `/d/${uid}/${slugOf(title)}`, json }];
  } catch (error) {
    problems.push(`${path} was not read: ${String(error)}.`);
    return [];
  }
}

/** `Job Details` → `job-details` */
function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
