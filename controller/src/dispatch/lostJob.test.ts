import type { ExpiredJob } from './leases';
import { decideLost } from './lostJob';

const NOW = 1_000_000;
const job: ExpiredJob = {
  guid: 'g',
  timeCreate: 1,
  state: 'RUNNING',
  nid: 4,
  queue: 'io',
  nodeName: 'node-4',
  organization: 'o',
  cmd: 'c',
  wantedRole: null,
  formerNids: [],
  attempt: 1,
  maxAttempts: 1,
  backoffSeconds: 10,
  timeStart: 5,
  isCancelRequested: false,
  lastSeen: 0,
  isSessionOver: false,
};

it('hands back what an agent that came back never began', () => {
  const back = { ...job, state: 'SCHEDULED', isSessionOver: true } as const;
  expect(decideLost(back, NOW, 30_000)).toEqual({ kind: 'handBack' });
});

it('ends what may have run, with what is known of the agent', () => {
  const decision = decideLost(job, NOW, 30_000);
  expect(decision).toMatchObject({
    kind: 'end',
    outcome: {
      nativeState: 'AGENT_LOST',
      error: {
        type: 'AgentLost',
        message:
          'Agent node-4 (node 4) stopped reporting while this job ran: last heard 1970-01-01T00:00:00.000Z; the lease of 30 s ran out. The job may have had effects on the node.',
      },
    },
  });
});

it.each<[string, Partial<ExpiredJob>, RegExp]>([
  ['was never heard', { lastSeen: null }, /never heard again/],
  ['has no name', { nodeName: null }, /^Agent without a name \(node 4\)/],
  ['was restarted', { isSessionOver: true }, /was restarted while this job ran/],
  [
    'had not begun',
    { state: 'SCHEDULED' },
    /stopped reporting after it was given this job and before it said that it started/,
  ],
])('says so when the agent %s', (_what, changes, message) => {
  const decision = decideLost({ ...job, ...changes }, NOW, 30_000);
  expect(decision.kind === 'end' ? decision.outcome.error?.message : '').toMatch(message);
});

it('tries again when attempts are left, after a pause that doubles, up to an hour', () => {
  const again = decideLost({ ...job, attempt: 3, maxAttempts: 4 }, NOW, 30_000);
  expect(again).toMatchObject({
    kind: 'retry',
    notBefore: NOW + 40_000,
    as: { state: 'SCHEDULED', attempt: 4, formerNids: [4] },
  });
  const much = decideLost({ ...job, attempt: 30, maxAttempts: 31 }, NOW, 30_000);
  expect(much).toMatchObject({ notBefore: NOW + 3_600_000 });
});

it('does not try again what somebody wants to end', () => {
  expect(decideLost({ ...job, maxAttempts: 4, isCancelRequested: true }, NOW, 30_000).kind).toBe('end');
});
