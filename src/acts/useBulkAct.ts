import { type BulkAct } from '@openvcloud/contract';
import { useCallback, useEffect, useState } from 'react';
import { repeat, retry, switchMap, takeWhile, tap, timer } from 'rxjs';
import { messageOf } from '../answer/errorOf';
import { newActKey, readBulkAct, sendAct, toBulkAct } from './actRequests';

const ASK_EVERY_MS = 500;

export interface Bulk {
  /** Undefined while its jobs are being counted. */
  act: BulkAct | undefined;
  fault: string;
  start: (reason: string, key: string) => Promise<void>;
  stop: () => Promise<void>;
}

/** An act on many jobs: counted at once, started when confirmed, followed to its end. `request` is JSON. */
export function useBulkAct(dataSourceUid: string, request: string): Bulk {
  const [act, setAct] = useState<BulkAct>();
  const [fault, setFault] = useState('');
  const [key] = useState(newActKey);
  const guid = act?.guid ?? '';
  const isRunning = act?.state === 'RUNNING';

  useEffect(() => {
    let isCurrent = true;
    sendAct(dataSourceUid, 'bulk', { request, reason: '', key }).then(
      (answer) => isCurrent && setAct(toBulkAct(answer)),
      (error: unknown) => isCurrent && setFault(messageOf(error))
    );
    return () => {
      isCurrent = false;
    };
  }, [dataSourceUid, request, key]);

  useEffect(() => {
    if (!isRunning) {
      return;
    }
    // It goes on without us: the next question may be answered.
    const asked = timer(ASK_EVERY_MS)
      .pipe(
        switchMap(() => readBulkAct(dataSourceUid, guid)),
        tap({ error: (error: unknown) => setFault(messageOf(error)) }),
        retry(),
        repeat(),
        takeWhile(({ state }) => state === 'RUNNING', true)
      )
      .subscribe((next) => {
        setFault('');
        setAct(next);
      });
    return () => asked.unsubscribe();
  }, [dataSourceUid, guid, isRunning]);

  const start = useCallback(
    async (reason: string, startKey: string) =>
      setAct(toBulkAct(await sendAct(dataSourceUid, `bulk/${guid}/start`, { reason, key: startKey }))),
    [dataSourceUid, guid]
  );
  const stop = useCallback(
    async () =>
      sendAct(dataSourceUid, `bulk/${guid}/stop`, { reason: '', key: newActKey() }).then(
        (answer) => setAct(toBulkAct(answer)),
        (error: unknown) => setFault(messageOf(error))
      ),
    [dataSourceUid, guid]
  );
  return { act, fault, start, stop };
}
