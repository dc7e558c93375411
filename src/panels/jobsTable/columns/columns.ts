import { type JobSummary } from '@openvcloud/contract';
import { JOB_FIELDS, type FieldSpec, type JobField } from '@openvcloud/contract/src/filter';
import { type Cell } from '../cells/cell';
import { CommandCell } from '../cells/CommandCell';
import { RunCell, TimeoutCell, WaitCell } from '../cells/DurationCell';
import { JobLink } from '../cells/JobLink';
import { Outcome } from '../cells/Outcome';
import { StateCell } from '../cells/StateCell';

export type ColumnId = Exclude<keyof JobSummary, 'log' | 'maxAttempts' | 'droppedBecause'>;

export interface Column extends Layout {
  id: ColumnId;
  label: string;
  /** Its own name, where it can be filtered and perhaps sorted by; how, says the filter model. */
  field?: JobField;
  spec?: FieldSpec;
}

interface Layout {
  /** Pixels it cannot do without, and pixels it wants. */
  minWidth: number;
  width: number;
  /** Share of the width that is left over when every column has what it wants. */
  grow: number;
  isRight?: boolean;
  /** Absent: the filter model's. */
  label?: string;
  /** Absent: its value as text. */
  cell?: Cell;
  /**
   * Where it stands among the columns that are left out of a narrow table, the first first: Job Details shows them, and none
   * of them tells one job from another. Absent: it stays.
   */
  givesWay?: number;
}

const NARROW: Layout = { minWidth: 72, width: 84, grow: 1 };
const TEXT: Layout = { minWidth: 92, width: 120, grow: 2 };
/** Never cut: half a time says nothing. */
const TIME: Layout = { minWidth: 186, width: 186, grow: 1 };
const NUMBER: Layout = { minWidth: 72, width: 84, grow: 1, isRight: true };
const GUID: Layout = { minWidth: 110, width: 150, grow: 2 };

/** Every property of a job that can be a column, in the order the options offer them. A new one is one row here. */
const LAYOUTS: Readonly<Record<ColumnId, Layout>> = {
  timeStart: { ...TIME, cell: JobLink },
  timeCreate: TIME,
  timeStop: TIME,
  timeKnown: TIME,
  organization: { minWidth: 84, width: 120, grow: 3, givesWay: 4 },
  category: { minWidth: 72, width: 110, grow: 2, givesWay: 1 },
  cmd: { minWidth: 104, width: 160, grow: 4, cell: CommandCell },
  resultPreview: { minWidth: 84, width: 200, grow: 8, cell: Outcome },
  state: { minWidth: 112, width: 112, grow: 0, cell: StateCell },
  queue: { minWidth: 88, width: 98, grow: 1, givesWay: 3 },
  nodeName: { minWidth: 126, width: 130, grow: 2, givesWay: 6 },
  waitMs: { ...NUMBER, cell: WaitCell, givesWay: 2 },
  runMs: { ...NUMBER, width: 96, cell: RunCell, givesWay: 5 },
  timeoutSeconds: { ...NUMBER, cell: TimeoutCell },
  errorType: TEXT,
  errorMessage: { minWidth: 110, width: 180, grow: 5 },
  errorSignature: { minWidth: 110, width: 140, grow: 3 },
  unresolved: NARROW,
  resultCode: NUMBER,
  roles: TEXT,
  tags: TEXT,
  jumpscriptId: { minWidth: 120, width: 150, grow: 2 },
  jumpscriptVersion: NUMBER,
  user: NARROW,
  attempt: NUMBER,
  nativeState: { minWidth: 110, width: 110, grow: 1 },
  source: { minWidth: 84, width: 100, grow: 1 },
  nativeId: GUID,
  gid: NUMBER,
  nid: NUMBER,
  id: NUMBER,
  guid: GUID,
  parentGuid: GUID,
  batchGuid: GUID,
  logLines: { ...NUMBER, label: 'Log lines' },
  droppedLines: { ...NUMBER, label: 'Log lines left out' },
  unknownFields: { ...TEXT, label: 'Not known' },
  notes: { ...TEXT, label: 'Notes' },
};

export const COLUMNS: readonly Column[] = Object.keys(LAYOUTS)
  .filter(isColumnId)
  .map((id) => {
    const layout = LAYOUTS[id];
    const field = isJobField(id) ? id : undefined;
    const spec = field === undefined ? undefined : JOB_FIELDS[field];
    return { ...layout, id, field, spec, label: layout.label ?? spec?.label ?? id };
  });

function isColumnId(name: string): name is ColumnId {
  return Object.hasOwn(LAYOUTS, name);
}

function isJobField(name: string): name is JobField {
  return Object.hasOwn(JOB_FIELDS, name);
}

/** The columns a dashboard asks for, in its order. */
export function chosenColumns(ids: readonly string[]): Column[] {
  return ids.flatMap((id) => COLUMNS.find((column) => column.id === id) ?? []);
}

/** What a dashboard asks for and there is not, in words. */
export function unknownColumns(ids: readonly string[]): string[] {
  return ids
    .filter((id) => !isColumnId(id))
    .map((id) => `There is no column “${id}”: choose others in the options of this panel.`);
}
