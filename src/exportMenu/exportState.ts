import { type Exported } from './fetchExport';

/** What a menu of copies and exports says, and whether an export is under way. */
export interface ExportState {
  /** What screen readers hear: that it began, and how it ended. */
  said: string;
  isWarning: boolean;
  /** Rows so far of the export under way. */
  rows?: number;
}

export type ExportEvent =
  | { type: 'began'; noun: string }
  | { type: 'rows'; rows: number }
  | { type: 'ended'; noun: string; exported: Exported }
  | { type: 'failed'; message: string }
  | { type: 'cancelled' }
  | { type: 'copied'; what: string; isCopied: boolean };

export const NOTHING_SAID: ExportState = { said: '', isWarning: false };

export function reduceExport(state: ExportState, event: ExportEvent): ExportState {
  switch (event.type) {
    case 'began':
      return { said: `Exporting ${event.noun}s…`, isWarning: false, rows: 0 };
    case 'rows':
      return state.rows === undefined ? state : { ...state, rows: event.rows };
    case 'ended':
      return ended(event.noun, event.exported);
    case 'failed':
      return { said: `Nothing was saved: ${event.message}`, isWarning: true };
    case 'cancelled':
      return { said: 'Cancelled, nothing was saved', isWarning: false };
    case 'copied':
      return event.isCopied
        ? { ...state, said: `Copied ${event.what}`, isWarning: false }
        : { ...state, said: `The browser does not let this page copy ${event.what}`, isWarning: true };
  }
}

/** "1,200 jobs saved as openvcloud-jobs-….csv"; one that lacks rows is saved, too, and says why. */
function ended(noun: string, { rows, name, missing }: Exported): ExportState {
  const count = `${rows.toLocaleString()} ${rows === 1 ? noun : `${noun}s`}`;
  return missing === undefined
    ? { said: `${count} saved as ${name}`, isWarning: false }
    : { said: `Not whole, ${count} saved as ${name}: ${missing}`, isWarning: true };
}
