import type { JobState } from '@openvcloud/contract';

/** A row of the jobs table, as far as seeds fill it. */
export interface SeededJob {
  guid: string;
  source: string;
  time_create: number;
  time_start: number | null;
  time_stop: number | null;
  time_known: number | null;
  state: JobState;
  native_state: string;
  queue: string;
  organization: string;
  category: string;
  cmd: string;
  jumpscript_id: string | null;
  jumpscript_version: number | null;
  nid: number | null;
  node_name: string | null;
  args: string;
  result: string | null;
  result_preview: string | null;
  result_code: number | null;
  error_type: string | null;
  error_message: string | null;
  error_backtrace: string | null;
  error_file: string | null;
  error_line: number | null;
  error_function: string | null;
  error_signature: string | null;
  signature_version: number | null;
  timeout_seconds: number;
  parent_guid: string | null;
  batch_guid: string | null;
  attempt: number;
  max_attempts: number;
  roles: string[];
  tags: string[];
  username: string;
}

/** The columns of the jobs table that seeds fill. */
export const SEEDED_COLUMNS = [
  'guid',
  'source',
  'time_create',
  'time_start',
  'time_stop',
  'time_known',
  'state',
  'native_state',
  'queue',
  'organization',
  'category',
  'cmd',
  'jumpscript_id',
  'jumpscript_version',
  'nid',
  'node_name',
  'args',
  'result',
  'result_preview',
  'result_code',
  'error_type',
  'error_message',
  'error_backtrace',
  'error_file',
  'error_line',
  'error_function',
  'error_signature',
  'signature_version',
  'timeout_seconds',
  'parent_guid',
  'batch_guid',
  'attempt',
  'max_attempts',
  'roles',
  'tags',
  'username',
] as const satisfies ReadonlyArray<keyof SeededJob>;
