import { getDataSourceSrv } from '@grafana/runtime';
import { type DataQuery } from '@grafana/schema';
import { useEffect, useState } from 'react';

/** Why a list may be empty without any filter: nothing that could run a job is there. */
export interface ControllerState {
  nodes: number;
  liveNodes: number;
}

interface ResourceSource {
  getResource: (path: string) => Promise<unknown>;
}

/** Asked only when there is nothing to show. Failing to know is no error: the list just says less. */
export function useControllerInfo(dataSource: DataQuery['datasource'], isWanted: boolean): ControllerState | undefined {
  const [info, setInfo] = useState<ControllerState>();
  const uid = dataSource?.uid;

  useEffect(() => {
    if (!isWanted) {
      return;
    }
    let isCurrent = true;
    readInfo(uid).then(
      (next) => isCurrent && setInfo(next),
      () => isCurrent && setInfo(undefined)
    );
    return () => {
      isCurrent = false;
    };
  }, [isWanted, uid]);
  return isWanted ? info : undefined;
}

async function readInfo(uid: string | undefined): Promise<ControllerState | undefined> {
  const source: object = await getDataSourceSrv().get(uid);
  if (!hasResources(source)) {
    return undefined;
  }
  const answer = await source.getResource('info');
  return isControllerState(answer) ? answer : undefined;
}

function hasResources(source: object): source is ResourceSource {
  return 'getResource' in source && typeof source.getResource === 'function';
}

function isControllerState(value: unknown): value is ControllerState {
  return (
    typeof value === 'object' &&
    value !== null &&
    'nodes' in value &&
    'liveNodes' in value &&
    typeof value.nodes === 'number' &&
    typeof value.liveNodes === 'number'
  );
}
