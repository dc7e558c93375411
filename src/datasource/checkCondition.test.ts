import { type Condition, JOB_FIELDS } from '@openvcloud/contract/src/filter';
import { checkCondition } from './checkCondition';

describe('checkCondition', () => {
  it.each<[Condition, string]>([
    [{ field: 'status', operator: '=', values: ['OK'] }, '"status" is not a field here'],
    [{ field: 'run', operator: 'regex', values: ['5'] }, '"regex" does not work here: choose for run, one of'],
    [{ field: 'run', operator: '=', values: ['fast'] }, 'Expected a number, got "fast".'],
    [{ field: 'run', operator: 'range', values: ['x', ''] }, 'Expected two numbers, from|to, either may be empty'],
    [{ field: 'cmd', operator: '=', values: ['a', 'b'] }, 'Expected exactly one value, got "a, b".'],
  ])('says what is wrong with %j', (condition, message) => {
    expect(checkCondition(condition, JOB_FIELDS)).toContain(message);
  });

  it.each<Condition>([
    { field: 'cmd', operator: '=', values: ['echo'] },
    { field: 'cmd', operator: 'in', values: [] },
    { field: 'run', operator: '=', values: ['$limit'] },
  ])('has nothing to say about %j', (condition) => {
    expect(checkCondition(condition, JOB_FIELDS)).toBeNull();
  });
});
