import { IllegalMove } from './jobStateMachine';
import { backoffMs, retried, type Retriable } from './retry';

const job: Retriable = {
  guid: 'g',
  timeCreate: 1,
  state: 'RUNNING',
  nid: 4,
  nodeName: 'node-4',
  wantedRole: null,
  formerNids: [2],
  attempt: 2,
  backoffSeconds: 10,
};

it('lets a job wait for its next attempt on the node it was asked for', () => {
  expect(retried(job)).toEqual({
    state: 'SCHEDULED',
    nativeState: 'SCHEDULED',
    attempt: 3,
    timeStart: null,
    formerNids: [2, 4],
    nid: 4,
    nodeName: 'node-4',
  });
});

it('lets one that wanted a role go to any node with it', () => {
  expect(retried({ ...job, wantedRole: 'storage' })).toMatchObject({ nid: null, nodeName: null, formerNids: [2, 4] });
  expect(retried({ ...job, wantedRole: 'storage', nid: null })).toMatchObject({ formerNids: [2] });
});

it.each(['OK', 'ERROR', 'TIMEOUT'] as const)('never tries again what ended as %s', (state) => {
  expect(() => retried({ ...job, state })).toThrow(IllegalMove);
});

it.each([
  [1, 10, 10_000],
  [2, 10, 20_000],
  [4, 2.5, 20_000],
  [9, 10, 2_560_000],
  [10, 10, 3_600_000],
  [5, 0, 0],
])('pauses after attempt %i, with %d s, for %d ms', (attempt, backoffSeconds, pause) => {
  expect(backoffMs({ attempt, backoffSeconds })).toBe(pause);
});
