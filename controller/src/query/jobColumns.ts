import type { JobField } from '@openvcloud/contract';
import type { ColumnTable } from './filterSql';

/** Where each field of the contract is stored. A condition on a result looks into all of it, not only its preview. */
export const JOB_COLUMNS: ColumnTable<JobField> = {
  guid: { sql: 'guid', type: 'text', isNullable: false },
  id: { sql: 'id', type: 'bigint', isNullable: false },
  state: { sql: 'state', type: 'text', isNullable: false },
  nativeState: { sql: 'native_state', type: 'text', isNullable: false },
  source: { sql: 'source', type: 'text', isNullable: false },
  gid: { sql: 'gid', type: 'bigint', isNullable: false },
  nid: { sql: 'nid', type: 'bigint', isNullable: true },
  nodeName: { sql: 'node_name', type: 'text', isNullable: true },
  organization: { sql: 'organization', type: 'text', isNullable: false },
  category: { sql: 'category', type: 'text', isNullable: false },
  cmd: { sql: 'cmd', type: 'text', isNullable: false },
  jumpscriptId: { sql: 'jumpscript_id', type: 'text', isNullable: true },
  jumpscriptVersion: { sql: 'jumpscript_version', type: 'bigint', isNullable: true },
  roles: { sql: 'roles', type: 'text[]', isNullable: false },
  queue: { sql: 'queue', type: 'text', isNullable: false },
  args: { sql: 'args', type: 'text', isNullable: false },
  resultPreview: { sql: 'result', type: 'text', isNullable: true },
  resultCode: { sql: 'result_code', type: 'bigint', isNullable: true },
  errorType: { sql: 'error_type', type: 'text', isNullable: true },
  errorMessage: { sql: 'error_message', type: 'text', isNullable: true },
  errorSignature: { sql: 'error_signature', type: 'text', isNullable: true },
  timeCreate: { sql: 'time_create', type: 'bigint', isNullable: false },
  timeStart: { sql: 'time_start', type: 'bigint', isNullable: true },
  timeStop: { sql: 'time_stop', type: 'bigint', isNullable: true },
  waitMs: { sql: 'wait_ms', type: 'bigint', isNullable: true },
  runMs: { sql: 'run_ms', type: 'bigint', isNullable: true },
  timeoutSeconds: { sql: 'timeout_seconds', type: 'double precision', isNullable: false },
  parentGuid: { sql: 'parent_guid', type: 'text', isNullable: true },
  batchGuid: { sql: 'batch_guid', type: 'text', isNullable: true },
  attempt: { sql: 'attempt', type: 'bigint', isNullable: false },
  tags: { sql: 'tags', type: 'text[]', isNullable: false },
  user: { sql: 'username', type: 'text', isNullable: true },
};

/** What free text looks into: command, arguments, result and error. */
export const JOB_SEARCH_COLUMNS = ['cmd', 'args', 'result', 'error_type', 'error_message', 'error_backtrace'] as const;
