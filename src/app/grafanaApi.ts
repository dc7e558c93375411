import { getBackendSrv } from '@grafana/runtime';
import { type ControllerInfo } from '@openvcloud/contract';
import { lastValueFrom } from 'rxjs';
import { messageOf } from '../answer/errorOf';
import datasource from '../datasource/plugin.json';
import { propertyOf, textOf } from '../unknownValue/propertyOf';
import { publicCopy } from './publicCopy';

/** Grafana's own HTTP API, as far as the app's pages need it. Answers are narrowed here, once. */

export interface Health {
  isOk: boolean;
  message: string;
}

/** A failing check answers with an HTTP error that carries the message: that is an answer, too. */
export async function fetchHealth(uid: string): Promise<Health> {
  try {
    const answer = await request('GET', `/api/datasources/uid/${uid}/health`);
    return { isOk: propertyOf(answer, 'status') === 'OK', message: textOf(answer, 'message') };
  } catch (error) {
    return { isOk: false, message: messageOf(error) };
  }
}

export async function fetchInfo(uid: string): Promise<ControllerInfo> {
  const answer = await request('GET', `/api/datasources/uid/${uid}/resources/info`);
  if (!isControllerInfo(answer)) {
    throw new Error(
      'Expected the description of an Agent Controller, got something else: check the URL of the data source.'
    );
  }
  return answer;
}

/** Its address; '' when this person may not read the data source's settings. */
export async function fetchUrl(uid: string): Promise<string> {
  try {
    return textOf(await request('GET', `/api/datasources/uid/${uid}`), 'url');
  } catch {
    return '';
  }
}

/** Makes a data source to be filled in, and answers with its uid. */
export async function createDataSource(): Promise<string> {
  const answer = await request('POST', '/api/datasources', {
    name: 'OpenvCloud Jobs',
    type: datasource.id,
    access: 'proxy',
    jsonData: {},
  });
  return textOf(propertyOf(answer, 'datasource'), 'uid');
}

/** Which of the dashboards are there. */
export async function findDashboards(uids: readonly string[]): Promise<Set<string>> {
  const query = uids.map((uid) => `dashboardUIDs=${encodeURIComponent(uid)}`).join('&');
  const answer = await request('GET', `/api/search?type=dash-db&${query}`);
  return new Set((Array.isArray(answer) ? answer : []).map((item: unknown) => textOf(item, 'uid')));
}

/** Copies a dashboard that came with the app into Grafana; what is there already is left alone. */
export async function importDashboard(fileUrl: string): Promise<void> {
  const dashboard = await request('GET', fileUrl);
  await request('POST', '/api/dashboards/db', {
    dashboard,
    overwrite: false,
    message: 'Imported from the OpenvCloud Jobs app',
  });
}

/** A dashboard that came with the app, as one that can be shared externally; a copy that is there is made anew. */
export async function makePublicCopy(fileUrl: string, dataSource: { uid: string; type: string }): Promise<void> {
  const dashboard = publicCopy(await request('GET', fileUrl), dataSource);
  await request('POST', '/api/dashboards/db', {
    dashboard,
    overwrite: true,
    message: 'Public copy made by the OpenvCloud Jobs app',
  });
}

async function request(method: 'GET' | 'POST', url: string, data?: unknown): Promise<unknown> {
  const answer = await lastValueFrom(
    getBackendSrv().fetch<unknown>({ method, url, data, showErrorAlert: false, showSuccessAlert: false })
  );
  return answer.data;
}

function isControllerInfo(value: unknown): value is ControllerInfo {
  const numbers = ['gid', 'nodes', 'liveNodes', 'jumpscripts', 'asOf'];
  return textOf(value, 'version') !== '' && numbers.every((name) => typeof propertyOf(value, name) === 'number');
}
