import { getBackendSrv } from '@grafana/runtime';
import { useEffect, useState } from 'react';
import { propertyOf, textOf } from '../../../unknownValue/propertyOf';
import { type Jumpscript } from '../toJumpscript';

/** Whose a node or a JumpScript is. */
type Owner = Pick<Jumpscript, 'source' | 'gid'>;

/** A node that jobs can be sent to. */
interface TargetNode extends Owner {
  nid: number;
  name: string;
  roles: string[];
  isLive: boolean;
}

/**
 * The nodes where a JumpScript can run; none until they are known, and when they cannot be. Those of other controllers and grids are
 * listed beside them: a node is asked for by its id alone, and theirs may have the ids of ours.
 */
export function useNodes(dataSourceUid: string, { source, gid }: Owner): TargetNode[] {
  const [nodes, setNodes] = useState<TargetNode[]>([]);
  useEffect(() => {
    const url = `/api/datasources/uid/${encodeURIComponent(dataSourceUid)}/resources/nodes`;
    const asked = getBackendSrv()
      .fetch<unknown>({ url, showErrorAlert: false })
      .subscribe({ next: ({ data }) => setNodes(toNodes(data)), error: () => undefined });
    return () => asked.unsubscribe();
  }, [dataSourceUid]);
  return nodes.filter((node) => node.source === source && node.gid === gid);
}

function toNodes(answer: unknown): TargetNode[] {
  const items = propertyOf(answer, 'items');
  return Array.isArray(items) ? items.flatMap(toNode) : [];
}

function toNode(item: unknown): TargetNode[] {
  const [gid, nid, roles] = [propertyOf(item, 'gid'), propertyOf(item, 'nid'), propertyOf(item, 'roles')];
  const name = propertyOf(item, 'name');
  if (
    typeof gid !== 'number' ||
    typeof nid !== 'number' ||
    typeof name !== 'string' ||
    propertyOf(item, 'status') === 'DECOMMISSIONED'
  ) {
    return [];
  }
  const texts: unknown[] = Array.isArray(roles) ? roles : [];
  return [
    {
      source: textOf(item, 'source'),
      gid,
      nid,
      name,
      roles: texts.filter((role) => typeof role === 'string'),
      isLive: propertyOf(item, 'isLive') === true,
    },
  ];
}
