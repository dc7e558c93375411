import { type Condition, JOB_FIELDS } from '@openvcloud/contract/src/filter';
import { checkCondition } from './checkCondition';

describe('checkCondition', () => {
  it.each<[Condition, string]>([
    [{ field: 'status', operator: '=', values: ['OK'] }, '"status" is not a field here'],
    [{ field: 'runMs', operator: 'regex', values: ['5'] }, '"regex" does not work here: choose for runMs, one of'],
    [{ field: 'runMs', operator: '=', values: ['fast'] }, 'Expected a number, got "fast".'],
    [{ field: 'runMs', operator: 'range', values: ['x', ''] }, 'Expected two numbers, from|to, either may be empty'],
    [{ field: 'cmd', operator: '=', values: ['a', 'b'] }, 'Expected exactly one value, got "a, b".'],
  ])('says what is wrong with %j', (condition, message) => {
    expect(checkCondition(condition, JOB_FIELDS)).toContain(message);
  });

  it.each<Condition>([
    { field: 'cmd', operator: '=', values: ['echo'] },
    { field: 'cmd', operator: 'in', values: [] },
    { field: 'cmd', operator: 'range', values: ['', ''] },
    { field: '', operator: '=', values: ['x'] },
    { field: 'runMs', operator: '=', values: ['$limit'] },
    { field: 'runMs', operator: '=', values: ['[[limit]]'] },
    { field: 'runMs', operator: 'range', values: ['x', '$limit'] },
  ])('has nothing to say about %j', (condition) => {
    expect(checkCondition(condition, JOB_FIELDS)).toBeNull();
  });
});
