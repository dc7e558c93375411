import { useCallback, useEffect, useState } from 'react';
import { type JobRow } from '../rows/toJobRows';

const SETTLE_MS = 400;

export interface SelectedRow {
  index: number;
  select: (index: number) => void;
  /** Before leaving for Job Details: Back must find the row. */
  keep: (index: number) => void;
}

/** The selected job, by guid: it stays selected when a refresh moves it. The URL learns of it when moving pauses. */
export function useSelectedRow(
  rows: readonly JobRow[],
  inUrl: string | undefined,
  onKeep: (guid: string) => void
): SelectedRow {
  const [moved, setMoved] = useState<{ guid: string; from: string | undefined }>();
  // A selection made before the URL changed by other means (Back) is older than the URL's.
  const guid = moved !== undefined && (moved.from === inUrl || moved.guid === inUrl) ? moved.guid : inUrl;

  useEffect(() => {
    if (guid === undefined || guid === inUrl) {
      return;
    }
    const timer = setTimeout(() => onKeep(guid), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [guid, inUrl, onKeep]);

  const select = useCallback(
    (index: number) => {
      const row = rows[index];
      if (row !== undefined) {
        setMoved({ guid: row.guid, from: inUrl });
      }
    },
    [rows, inUrl]
  );
  const keep = useCallback(
    (index: number) => {
      const row = rows[index];
      if (row !== undefined) {
        onKeep(row.guid);
      }
    },
    [rows, onKeep]
  );
  return { index: rows.findIndex((row) => row.guid === guid), select, keep };
}
