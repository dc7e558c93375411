import { type DataQueryRequest } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { useCallback, useEffect, useReducer, useRef } from 'react';
import { messageOf } from '../answer/errorOf';
import { copyText } from '../copy/copyText';
import { saveFile } from '../download/saveFile';
import { NOTHING_SAID, reduceExport, type ExportState } from './exportState';
import { fetchExport } from './fetchExport';

export interface Exporting {
  state: ExportState;
  /** `path` of the data source's resources; a second one ends the first. */
  start: (path: string) => void;
  cancel: () => void;
  /** `what` it is, for the message: "the link". */
  copy: (text: string, what: string) => void;
}

/** More often nobody can read it. */
const SAY_EVERY_MS = 200;

/** Exports from the data source that a panel's request asks; ends with the panel. */
export function useExport(request: DataQueryRequest | undefined, noun: string): Exporting {
  const [state, dispatch] = useReducer(reduceExport, NOTHING_SAID);
  const running = useRef<AbortController | undefined>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const start = useCallback(
    (path: string) => {
      running.current?.abort();
      const own = new AbortController();
      running.current = own;
      dispatch({ type: 'began', noun });
      let saidAt = 0;
      const onRows = (rows: number) => {
        if (Date.now() - saidAt >= SAY_EVERY_MS && !own.signal.aborted) {
          saidAt = Date.now();
          dispatch({ type: 'rows', rows });
        }
      };
      const run = async () => {
        const dataSource = await getDataSourceSrv().get(request?.targets[0]?.datasource, request?.scopedVars);
        const exported = await fetchExport(dataSource.uid, path, own.signal, onRows);
        saveFile(exported.file, exported.name);
        dispatch({ type: 'ended', noun, exported });
      };
      run().catch((error: unknown) => {
        if (!own.signal.aborted) {
          dispatch({ type: 'failed', message: messageOf(error) });
        }
      });
    },
    [request, noun]
  );
  const cancel = useCallback(() => {
    running.current?.abort();
    dispatch({ type: 'cancelled' });
  }, []);
  const copy = useCallback((text: string, what: string) => {
    void copyText(text).then((isCopied) => dispatch({ type: 'copied', what, isCopied }));
  }, []);
  return { state, start, cancel, copy };
}
