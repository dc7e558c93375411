import { hasAnyRole, hasRole } from './matchRoles';

it.each([
  [['a'], [], true],
  [[], ['*'], true],
  [['a', 'b'], ['b', 'c'], true],
  [['a'], ['b'], false],
  [[], ['a'], false],
] as const)('a node with %j runs a JumpScript for %j: %s', (roles, wanted, runs) => {
  expect(hasAnyRole(roles, wanted)).toBe(runs);
});

it.each([
  [[], '*', true],
  [['a'], 'a', true],
  [['a'], 'A', false],
] as const)('a node with %j takes a job for %s: %s', (roles, role, takes) => {
  expect(hasRole(roles, role)).toBe(takes);
});
