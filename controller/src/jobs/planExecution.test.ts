import type { KnownNode } from './noWork';
import { planExecution, type Execution, type ExecutionContext, type ScriptToRun } from './planExecution';

const NOW = 1_000_000;
const LEASE_MS = 30_000;
let made = 0;
const context: ExecutionContext = { now: NOW, liveAfter: NOW - LEASE_MS, user: 'ann', newGuid: () => `guid-${++made}` };
const script: ScriptToRun = {
  id: 'o_c',
  organization: 'o',
  name: 'c',
  category: 'k',
  version: 3,
  hash: 'h',
  roles: ['node'],
  queue: 'io',
  timeoutSeconds: null,
  log: true,
};
const asked: Execution = { argsJson: '{"n":1e400}', parentGuid: null, chainGuid: null };
const node = (nid: number, changes: Partial<KnownNode> = {}): KnownNode => ({
  nid,
  name: `node-${nid}`,
  roles: ['storage'],
  status: 'ENABLED',
  lastSeen: NOW,
  ...changes,
});
const plan = (request: Partial<Execution>, nodes: KnownNode[]) =>
  planExecution({ ...asked, ...request }, script, nodes, context);
const reasonOf = (job: ReturnType<typeof plan>[number] | undefined) => job?.ended?.outcome.error?.message;

it('makes one job for a node, with what the JumpScript says where nothing was asked', () => {
  expect(plan({ nid: 1 }, [node(1)])).toMatchObject([
    {
      timeCreate: NOW,
      nid: 1,
      nodeName: 'node-1',
      wantedRole: null,
      roles: ['node'],
      queue: 'io',
      args: '{"n":1e400}',
      timeoutSeconds: 3600,
      parentGuid: null,
      batchGuid: null,
      maxAttempts: 1,
      backoffSeconds: 0,
      tags: [],
      user: 'ann',
      log: true,
      ended: null,
    },
  ]);
});

it('makes it as it was asked for', () => {
  const request = { nid: 1, queue: 'default', timeoutSeconds: 7, maxAttempts: 4, backoffSeconds: 2.5 } as const;
  const more = { tags: ['a\0'], log: false, parentGuid: 'p' };
  expect(plan({ ...request, ...more }, [node(1)])).toMatchObject([
    {
      queue: 'default',
      timeoutSeconds: 7,
      maxAttempts: 4,
      backoffSeconds: 2.5,
      tags: ['a\ufffd'],
      log: false,
      parentGuid: 'p',
    },
  ]);
});

it('gives a job in another queue the time limit of that queue', () => {
  expect(plan({ nid: 1, queue: 'default' }, [node(1)])[0]?.timeoutSeconds).toBe(300);
});

it.each<[string, KnownNode[], RegExp]>([
  ['unknown', [], /^Node 1 is not connected/],
  ['silent for a lease', [node(1, { lastSeen: NOW - LEASE_MS })], /^Node 1 \(node-1\) is not connected/],
  ['decommissioned', [node(1, { status: 'DECOMMISSIONED' })], /is decommissioned/],
])('ends at once, with the reason, on a node that is %s', (_what, nodes, reason) => {
  const [job] = plan({ nid: 1 }, nodes);
  expect(job).toMatchObject({ nid: 1, ended: { state: 'ERROR', outcome: { nativeState: 'NOWORK' } } });
  expect(reasonOf(job)).toMatch(reason);
});

it('waits for the first free node of a role, as long as one is live', () => {
  const live = node(2, { lastSeen: NOW - LEASE_MS + 1 });
  expect(plan({ role: 'storage' }, [node(1, { lastSeen: 0 }), live])).toMatchObject([
    { nid: null, wantedRole: 'storage', roles: ['storage'], batchGuid: null, ended: null },
  ]);
  expect(plan({}, [live])).toMatchObject([{ wantedRole: '*', ended: null }]);
});

it('ends at once when no node of the role is live, or none has it', () => {
  expect(reasonOf(plan({ role: 'storage' }, [node(1, { lastSeen: 0 })])[0])).toMatch(
    /^No node with the role "storage" is connected/
  );
  expect(reasonOf(plan({ role: 'gpu' }, [node(1)])[0])).toMatch(/^No node has the role "gpu"/);
});

it('makes a batch of one job per node of a role, also for those that are away', () => {
  const nodes = [node(1), node(2, { lastSeen: 0 }), node(3, { status: 'DECOMMISSIONED' }), node(4, { roles: ['x'] })];
  const jobs = plan({ role: 'storage', all: true }, nodes);
  expect(jobs.map(({ nid, wantedRole, ended }) => [nid, wantedRole, ended === null])).toEqual([
    [1, null, true],
    [2, null, false],
  ]);
  expect(new Set(jobs.map(({ batchGuid }) => batchGuid)).size).toBe(1);
  expect(jobs[0]?.batchGuid).toMatch(/^guid-/);
  expect(new Set(jobs.map(({ guid }) => guid)).size).toBe(2);
});

it('makes a batch without nodes one job that says so', () => {
  const [job, ...others] = plan({ role: 'gpu', all: true }, [node(1)]);
  expect(others).toEqual([]);
  expect(job).toMatchObject({ nid: null, wantedRole: null, batchGuid: expect.any(String) });
  expect(reasonOf(job)).toMatch(/^No node has the role "gpu"/);
});
