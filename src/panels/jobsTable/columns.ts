import { type JobSummary } from '@openvcloud/contract';
import { JOB_FIELDS, type FieldSpec, type JobField } from '@openvcloud/contract/src/filter';

export type ColumnId = Exclude<keyof JobSummary, 'log' | 'maxAttempts'>;

export interface Column {
  id: ColumnId;
  label: string;
  /** The field it is filtered and sorted by; absent: neither. */
  field?: JobField;
  spec?: FieldSpec;
  minWidth: number;
  /** Share of the width that is left over. */
  grow: number;
  isRight?: boolean;
}

type Layout = Pick<Column, 'minWidth' | 'grow' | 'isRight'> & { field?: JobField; label?: string };

const NARROW: Layout = { minWidth: 84, grow: 1 };
const TEXT: Layout = { minWidth: 120, grow: 2 };
const TIME: Layout = { minWidth: 160, grow: 1 };
const NUMBER: Layout = { minWidth: 84, grow: 1, isRight: true };

/** Every property of a job that can be a column, in the order the options offer them. */
const LAYOUTS: Readonly<Record<ColumnId, Layout>> = {
  timeStart: TIME,
  timeCreate: TIME,
  timeStop: TIME,
  organization: { minWidth: 150, grow: 4, label: 'Organization' },
  category: TEXT,
  cmd: { minWidth: 160, grow: 4 },
  resultPreview: { minWidth: 170, grow: 8, field: 'result', label: 'Result' },
  state: { minWidth: 112, grow: 0 },
  queue: { minWidth: 98, grow: 1 },
  nodeName: { minWidth: 100, grow: 2 },
  waitMs: { ...NUMBER, field: 'wait' },
  runMs: { ...NUMBER, field: 'run', minWidth: 96 },
  timeoutSeconds: NUMBER,
  errorType: TEXT,
  errorMessage: { minWidth: 160, grow: 5 },
  errorSignature: { minWidth: 140, grow: 3 },
  resultCode: NUMBER,
  roles: TEXT,
  tags: TEXT,
  jumpscriptId: { minWidth: 150, grow: 2 },
  jumpscriptVersion: NUMBER,
  user: NARROW,
  attempt: NUMBER,
  nativeState: { minWidth: 110, grow: 1 },
  source: NARROW,
  gid: NUMBER,
  nid: NUMBER,
  id: NUMBER,
  guid: { minWidth: 150, grow: 2 },
  parentGuid: { minWidth: 150, grow: 2 },
  batchGuid: { minWidth: 150, grow: 2 },
  logLines: { ...NUMBER, label: 'Log lines' },
};

export const COLUMNS: readonly Column[] = Object.keys(LAYOUTS)
  .filter(isColumnId)
  .map((id) => {
    const layout = LAYOUTS[id];
    const field = layout.field ?? (isJobField(id) ? id : undefined);
    const spec = field === undefined ? undefined : JOB_FIELDS[field];
    return { ...layout, id, field, spec, label: layout.label ?? spec?.label ?? id };
  });

function isColumnId(name: string): name is ColumnId {
  return Object.hasOwn(LAYOUTS, name);
}

function isJobField(name: string): name is JobField {
  return Object.hasOwn(JOB_FIELDS, name);
}

/** The columns a dashboard asks for, in its order; names this version does not know are left out. */
export function chosenColumns(ids: readonly string[]): Column[] {
  return ids.flatMap((id) => COLUMNS.find((column) => column.id === id) ?? []);
}

/** Column widths as one grid template: equal in every row, because it depends on the list's width only. */
export function gridTemplate(columns: readonly Column[]): string {
  return columns
    .map(({ minWidth, grow }) => `minmax(${minWidth}px, ${grow === 0 ? `${minWidth}px` : `${grow}fr`})`)
    .join(' ');
}

export function minTableWidth(columns: readonly Column[]): number {
  return columns.reduce((sum, { minWidth }) => sum + minWidth, 0);
}
