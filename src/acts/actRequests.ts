import { getBackendSrv } from '@grafana/runtime';
import { type BulkAct } from '@openvcloud/contract';
import { lastValueFrom } from 'rxjs';
import { problemText } from '../answer/problemText';
import { toAuditRows, type AuditRow } from './auditEvents';
import { propertyOf, textOf } from '../unknownValue/propertyOf';

/** Whether the person who is signed in may act by a data source; if not, why not. */
export interface Permission {
  mayAct: boolean;
  why: string;
}

/** The acts that the data source's backend takes, as resources. */
export type ActResource =
  'run' | `cancel/${string}` | `rerun/${string}` | 'bulk' | `bulk/${string}/start` | `bulk/${string}/stop`;

/** New for each act that a person decides on: sent again with the same key, it is done once. */
export function newActKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export async function readPermission(dataSourceUid: string): Promise<Permission> {
  const answer = await send(dataSourceUid, 'permission', {});
  return { mayAct: propertyOf(answer, 'mayAct') === true, why: textOf(answer, 'why') };
}

/**
 * `request` is JSON as text, so that numbers keep every digit. Throws an Error in the words of who refused.
 */
export function sendAct(
  dataSourceUid: string,
  resource: ActResource,
  { request = '{}', reason, key }: { request?: string; reason: string; key: string }
): Promise<unknown> {
  return send(dataSourceUid, resource, {
    method: 'POST',
    data: `{"reason":${JSON.stringify(reason)},"request":${request}}`,
    headers: { 'Content-Type': 'application/json', 'X-Openvcloud-Act': '1', 'Idempotency-Key': key },
  });
}

export async function readBulkAct(dataSourceUid: string, guid: string): Promise<BulkAct> {
  return toBulkAct(await send(dataSourceUid, `bulk/${encodeURIComponent(guid)}`, {}));
}

/** The newest acts, of all or on one target. */
export async function readAudit(dataSourceUid: string, target?: string): Promise<AuditRow[]> {
  const query = new URLSearchParams({ limit: '100', ...(target === undefined ? {} : { target }) });
  return toAuditRows(await send(dataSourceUid, `audit?${query.toString()}`, {}));
}

export function toBulkAct(answer: unknown): BulkAct {
  if (!isBulkAct(answer)) {
    throw new Error(
      'Expected an act on many jobs from the controller, got something else. See whether it is up to date.'
    );
  }
  return answer;
}

function isBulkAct(answer: unknown): answer is BulkAct {
  return (
    typeof propertyOf(answer, 'guid') === 'string' &&
    typeof propertyOf(answer, 'total') === 'number' &&
    typeof propertyOf(answer, 'done') === 'number' &&
    Array.isArray(propertyOf(answer, 'outcomes'))
  );
}

async function send(
  dataSourceUid: string,
  resource: string,
  request: { method?: string; data?: string; headers?: Record<string, string> }
): Promise<unknown> {
  const url = `/api/datasources/uid/${encodeURIComponent(dataSourceUid)}/resources/acts/${resource}`;
  try {
    const fetched = getBackendSrv().fetch<unknown>({ url, showErrorAlert: false, showSuccessAlert: false, ...request });
    return (await lastValueFrom(fetched)).data;
  } catch (error) {
    throw new Error(problemText(error));
  }
}
