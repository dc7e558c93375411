import { type Column } from './columns';

/** What of the chosen columns is shown in a given width, and how wide each is. */
export interface FittedColumns {
  columns: Column[];
  /** One grid template for all rows: it depends on the list's width only. */
  template: string;
  /** Pixels; more than the list's width only when even the columns that never give way do not fit. */
  minWidth: number;
  /** Times are written without their year; their tooltip has all of it. */
  isTimeShort: boolean;
  /** Columns that had to give way, so that the list can say so. */
  left: Column[];
}

const SHORT_TIME_WIDTH = 144;

/**
 * Texts shrink before a time is cut, a time loses its year before a column is left out, and columns are left out
 * before the table scrolls sideways. Width 0 is a list that has not been laid out yet: all of it is shown.
 */
export function fitColumns(chosen: readonly Column[], width: number): FittedColumns {
  const columns = [...chosen];
  const left: Column[] = [];
  const hasRoom = width === 0 || minSum(columns) <= width;
  const fitting = hasRoom ? columns : columns.map(withShortTime);
  for (const column of hasRoom ? [] : thoseThatGiveWay(fitting)) {
    if (minSum(fitting) > width) {
      left.push(...fitting.splice(fitting.indexOf(column), 1));
    }
  }
  return {
    columns: fitting,
    template: template(fitting, width),
    minWidth: minSum(fitting),
    isTimeShort: !hasRoom,
    left,
  };
}

function thoseThatGiveWay(columns: readonly Column[]): Column[] {
  return columns.filter(({ givesWay }) => givesWay !== undefined).sort((a, b) => (a.givesWay ?? 0) - (b.givesWay ?? 0));
}

function minSum(columns: readonly Column[]): number {
  return columns.reduce((sum, { minWidth }) => sum + minWidth, 0);
}

function withShortTime(column: Column): Column {
  return column.spec?.kind === 'time' ? { ...column, minWidth: SHORT_TIME_WIDTH, width: SHORT_TIME_WIDTH } : column;
}

/** Between its least and its wanted width each column gets the same part; what is left over after that by `grow`. */
function template(columns: readonly Column[], width: number): string {
  const least = minSum(columns);
  const wanted = columns.reduce((sum, column) => sum + column.width, 0);
  const part = wanted === least ? 1 : Math.max(0, Math.min(1, (width - least) / (wanted - least)));
  return columns
    .map(({ minWidth, width: own, grow }) => {
      const base = Math.floor(minWidth + (own - minWidth) * part);
      return grow === 0 || part < 1 ? `${base}px` : `minmax(${base}px, ${grow}fr)`;
    })
    .join(' ');
}
