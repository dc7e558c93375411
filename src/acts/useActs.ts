import { type DataQueryRequest } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { useEffect, useState } from 'react';
import { readPermission, type Permission } from './actRequests';

/** By which data source a panel's jobs are acted on, and whether its viewer may. */
export interface Acts extends Permission {
  dataSourceUid: string;
}

/** Undefined until it is known, and where the panel's rows come from no data source that takes acts. */
export function useActs(request: DataQueryRequest | undefined): Acts | undefined {
  const [known, setKnown] = useState<{ acts: Acts; of: string | undefined }>();
  const reference = request?.targets[0]?.datasource;
  const uid = reference?.uid;
  useEffect(() => {
    let isCurrent = true;
    const know = async () => {
      // The reference may be a variable of the dashboard.
      const { uid: dataSourceUid } = await getDataSourceSrv().get(reference, request?.scopedVars);
      const permission = await readPermission(dataSourceUid);
      return { acts: { dataSourceUid, ...permission }, of: uid };
    };
    // Failing to know is no error: the panel just offers less.
    know().then(
      (next) => isCurrent && setKnown(next),
      () => undefined
    );
    return () => {
      isCurrent = false;
    };
    // The reference is another object at each refresh.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [uid]);
  return known?.of === uid ? known?.acts : undefined;
}
