import { getBackendSrv } from '@grafana/runtime';
import { useEffect, useState } from 'react';
import { propertyOf } from '../../../unknownValue/propertyOf';

/** A node that jobs can be sent to. */
export interface TargetNode {
  nid: number;
  name: string;
  roles: string[];
  isLive: boolean;
}

/** The nodes of the controller; undefined until they are known, and when they cannot be. */
export function useNodes(dataSourceUid: string): TargetNode[] | undefined {
  const [nodes, setNodes] = useState<TargetNode[]>();
  useEffect(() => {
    let isCurrent = true;
    const url = `/api/datasources/uid/${encodeURIComponent(dataSourceUid)}/resources/nodes`;
    getBackendSrv()
      .fetch<unknown>({ url, showErrorAlert: false })
      .subscribe({ next: ({ data }) => isCurrent && setNodes(toNodes(data)), error: () => undefined });
    return () => {
      isCurrent = false;
    };
  }, [dataSourceUid]);
  return nodes;
}

function toNodes(answer: unknown): TargetNode[] {
  const items = propertyOf(answer, 'items');
  return Array.isArray(items) ? items.flatMap(toNode) : [];
}

function toNode(item: unknown): TargetNode[] {
  const [nid, name, roles] = [propertyOf(item, 'nid'), propertyOf(item, 'name'), propertyOf(item, 'roles')];
  if (typeof nid !== 'number' || typeof name !== 'string' || propertyOf(item, 'status') === 'DECOMMISSIONED') {
    return [];
  }
  const texts: unknown[] = Array.isArray(roles) ? roles : [];
  return [
    {
      nid,
      name,
      roles: texts.filter((role) => typeof role === 'string'),
      isLive: propertyOf(item, 'isLive') === true,
    },
  ];
}
