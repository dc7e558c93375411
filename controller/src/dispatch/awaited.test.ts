import type { KnownNode } from '../jobs/noWork';
import { AWAY_GRACE_MS, judgeAwaited, type AwaitedFacts } from './awaited';

const NOW = 100_000_000;
const LEASE_MS = 30_000;
const facts: AwaitedFacts = { now: NOW, leaseMs: LEASE_MS, usableSince: 0, roleSeen: new Map() };
const node = (nid: number, awayMs: number, changes: Partial<KnownNode> = {}): KnownNode => ({
  nid,
  name: `node-${nid}`,
  roles: ['storage'],
  status: 'ENABLED',
  lastSeen: NOW - awayMs,
  ...changes,
});
const NOTHING = { nodes: [], roles: [], late: [] };
const judge = (nodes: KnownNode[], more: Partial<AwaitedFacts> = {}) =>
  judgeAwaited({ nids: [1], roles: ['storage'] }, nodes, { ...facts, ...more });

it('waits for a node however busy it is, as long as it is heard', () => {
  expect(judge([node(1, LEASE_MS - 1)])).toEqual(NOTHING);
});

it('gives up what the schedule made for a node that missed its lease, not what people asked of it', () => {
  expect(judge([node(1, LEASE_MS)])).toEqual({ ...NOTHING, late: [1] });
  expect(judge([node(1, AWAY_GRACE_MS - 1)])).toEqual({ ...NOTHING, late: [1] });
});

it('waits some minutes for a node and for a role', () => {
  expect(judge([node(1, AWAY_GRACE_MS)])).toEqual({
    nodes: [{ target: 1, dueBefore: NOW }],
    roles: [{ target: 'storage', dueBefore: NOW }],
    late: [],
  });
});

it('counts from when agents could be heard', () => {
  expect(judge([node(1, 2 * AWAY_GRACE_MS)], { usableSince: NOW - LEASE_MS + 1 })).toEqual(NOTHING);
  expect(judge([], { usableSince: NOW - AWAY_GRACE_MS + 1 })).toEqual({ ...NOTHING, late: [1] });
});

it('does not wait for a decommissioned node, whatever the job waits for', () => {
  const gone = node(1, 0, { status: 'DECOMMISSIONED' });
  expect(judge([gone], { usableSince: NOW }).nodes).toEqual([{ target: 1, dueBefore: Number.MAX_SAFE_INTEGER }]);
  expect(judge([gone]).roles).toEqual([{ target: 'storage', dueBefore: NOW }]);
});

it('waits for a role while any node with it is heard, or was a moment ago', () => {
  expect(judge([node(1, AWAY_GRACE_MS), node(2, 0)]).roles).toEqual([]);
  expect(judge([node(1, AWAY_GRACE_MS), node(2, 0, { roles: ['other'] })]).roles).toHaveLength(1);
  expect(judge([node(1, AWAY_GRACE_MS)], { roleSeen: new Map([['storage', NOW - 5]]) }).roles).toEqual([]);
});
