import type { JobField } from '@openvcloud/contract';
import type { ColumnTable } from './filterSql';
import { FIELD_COLUMNS } from './jobTable';

/** Where each field of the contract is stored, as conditions see it. */
export const JOB_COLUMNS: ColumnTable<JobField> = FIELD_COLUMNS;

/** What free text looks into: command, arguments, result and error. */
export const JOB_SEARCH_COLUMNS = ['cmd', 'args', 'result', 'error_type', 'error_message', 'error_backtrace'] as const;
