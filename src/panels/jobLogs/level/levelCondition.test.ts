import { type Condition } from '@openvcloud/contract/src/filter';
import { chosenLevels, describeLevels, levelCondition } from './levelCondition';

describe('levels', () => {
  it.each<[number[], Condition | undefined, string]>([
    [[1, 2, 3], { field: 'level', operator: 'range', values: ['', '4'] }, '≤ 3 warning'],
    [[5, 2], { field: 'level', operator: 'in', values: ['2', '5'] }, 'Levels 2, 5'],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9], undefined, 'All levels'],
    [[], undefined, 'All levels'],
  ])('%j is the condition %j, in words %s', (levels, condition, words) => {
    expect(levelCondition(levels)).toEqual(condition);
    expect(describeLevels(condition)).toBe(words);
  });

  it('reads levels out of any condition on them', () => {
    expect(chosenLevels({ field: 'level', operator: 'not in', values: ['8', '9'] })).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(chosenLevels({ field: 'level', operator: '=', values: ['2'] })).toEqual([2]);
  });

  it.each<[Condition['operator'], string[], number[], string]>([
    ['range', ['3', '6'], [3, 4, 5], 'Levels 3, 4, 5'],
    ['range', ['8', ''], [8, 9], 'Levels 8, 9'],
    ['range', ['', '2'], [1], '≤ 1 critical'],
    ['!=', ['9'], [1, 2, 3, 4, 5, 6, 7, 8], '≤ 8 trace'],
    ['in', ['2', '17', 'x'], [2], 'Levels 2'],
    ['range', ['20', ''], [], 'All levels'],
  ])('%s %j lets through %j, in words %s', (operator, values, levels, words) => {
    const condition = { field: 'level', operator, values };
    expect(chosenLevels(condition)).toEqual(levels);
    expect(describeLevels(condition)).toBe(words);
  });

  it('are all without a condition', () => {
    expect(chosenLevels(undefined)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});
