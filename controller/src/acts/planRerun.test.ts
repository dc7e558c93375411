import { rerunOf } from './planRerun';
import type { FormerJob } from './reruns';

const former: FormerJob = {
  guid: 'g',
  source: 'controller',
  state: 'ERROR',
  jumpscriptId: 'o_c',
  nid: 3,
  wantedRole: null,
  roles: ['node', 'storage'],
  queue: 'io',
  argsJson: '{"a":12345678901234567890}',
  timeoutSeconds: 90,
  batchGuid: null,
  chainGuid: null,
  maxAttempts: 4,
  backoffSeconds: 2.5,
  tags: ['x'],
  log: false,
};
/** What a re-run keeps, wherever it runs. */
const kept = {
  argsJson: '{"a":12345678901234567890}',
  queue: 'io',
  timeoutSeconds: 90,
  tags: ['x'],
  log: false,
  maxAttempts: 4,
  backoffSeconds: 2.5,
  parentGuid: 'g',
  chainGuid: 'g',
};

it.each<[string, Partial<FormerJob>, object]>([
  ['on its node', {}, { ...kept, nid: 3 }],
  ['in the chain of the first, when it was a re-run', { chainGuid: 'first' }, { ...kept, chainGuid: 'first', nid: 3 }],
  ['on its node, when it was one of a batch', { batchGuid: 'b' }, { ...kept, nid: 3 }],
  [
    'on any node with its role, when it took whichever was free',
    { wantedRole: 'storage' },
    { ...kept, role: 'storage' },
  ],
  ['by role, when it found no node', { nid: null }, { ...kept, role: 'node', all: false }],
  [
    'on all nodes of its role, when a batch found none',
    { nid: null, batchGuid: 'b' },
    { ...kept, role: 'node', all: true },
  ],
])('runs a job again %s, with all that it was asked with', (_where, changes, execution) => {
  expect(rerunOf({ ...former, ...changes })).toEqual(execution);
});
