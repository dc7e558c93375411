import { type Jumpscript } from '../toJumpscript';
import { argumentJson, runFaults, runRequest, type RunChoice } from './runRequest';

const SCRIPT = {
  organization: 'cloud',
  name: 'disk',
  args: [
    { name: 'path', default: null },
    { name: 'limit', default: '90' },
    { name: 'label', default: "'root'" },
  ],
} as unknown as Jumpscript;
const CHOICE: RunChoice = {
  args: { path: '/', limit: '12345678901234567890.10', label: '1' },
  target: { kind: 'node', nid: 3 },
  queue: '',
  timeoutSeconds: '',
  tags: '',
};

it.each([
  ['90', null, '90'],
  ['true', null, 'true'],
  ['{"a": 1}', null, '{"a": 1}'],
  ['/var/log', null, '"/var/log"'],
  ['None', 'None', '"None"'],
  ['1', "'root'", '"1"'],
  ['1', 'u"root"', '"1"'],
  ['say "a"', null, '"say \\"a\\""'],
])('takes %j with the default %j as %s', (typed, given, json) => {
  expect(argumentJson(typed, { name: 'a', default: given })).toBe(json);
});

it('asks for a run on a node, with every digit of its arguments', () => {
  expect(runRequest(SCRIPT, CHOICE)).toBe(
    '{"organization":"cloud","name":"disk","nid":3,"args":{"path":"/","limit":12345678901234567890.10,"label":"1"}}'
  );
});

it('leaves to the JumpScript what was not given, and asks for all nodes of a role', () => {
  const all: RunChoice = {
    ...CHOICE,
    args: { path: '/' },
    target: { kind: 'all', role: 'storagenode' },
    queue: 'io',
    timeoutSeconds: '60',
    tags: 'drain, , night',
  };
  expect(JSON.parse(runRequest(SCRIPT, all))).toEqual({
    organization: 'cloud',
    name: 'disk',
    role: 'storagenode',
    all: true,
    queue: 'io',
    timeoutSeconds: 60,
    tags: ['drain', 'night'],
    args: { path: '/' },
  });
});

it('says what is missing', () => {
  const empty: RunChoice = { ...CHOICE, args: {}, target: { kind: 'node', nid: undefined }, timeoutSeconds: '0' };
  expect(runFaults(SCRIPT.args, empty)).toEqual([
    'path has no default: it must be given.',
    'Choose a node.',
    'The timeout is 1 to 86,400 seconds.',
  ]);
  expect(runFaults(SCRIPT.args, CHOICE)).toEqual([]);
});
