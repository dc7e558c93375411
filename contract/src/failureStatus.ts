import { JOB_FIELDS, type FieldSpec } from './filter';

/** What a group of failures is; docs/failures.md defines each. No schema library here: the plugin bundles import this file. */
export const FAILURE_STATUSES = ['new', 'regressed', 'ongoing', 'resolved', 'ignored'] as const;
export type FailureStatus = (typeof FAILURE_STATUSES)[number];

const { state, source, gid, nid, nodeName, organization, cmd, queue, errorSignature } = JOB_FIELDS;
const keyword = (label: string): FieldSpec => ({
  kind: 'keyword',
  label,
  isSortable: false,
  isCompletable: false,
});

/** What the failed jobs of groups can be filtered by. */
export const FAILURE_FIELDS = {
  key: keyword('Failure group'),
  status: keyword('Status'),
  errorSignature,
  state,
  source,
  gid,
  nid,
  nodeName,
  organization,
  cmd,
  queue,
} as const satisfies Record<string, FieldSpec>;
export type FailureField = keyof typeof FAILURE_FIELDS;
