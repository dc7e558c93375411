import { type Condition, type Operator } from '@openvcloud/contract/src/filter';
import { pickedValues, toggleValue } from './toggleValue';

function on(operator: Operator, ...values: string[]): Condition {
  return { field: 'state', operator, values };
}

describe('pickedValues', () => {
  it.each<[Operator, string[]]>([
    ['=', ['OK']],
    ['in', ['OK']],
    ['!=', ['OK']],
    ['not in', ['OK']],
    ['contains', []],
    ['not contains', []],
    ['startsWith', []],
    ['regex', []],
    ['not regex', []],
    ['range', []],
  ])('of a condition with "%s" are %j', (operator, values) => {
    expect(pickedValues(on(operator, 'OK'))).toEqual(values);
  });

  it('are none without a condition', () => {
    expect(pickedValues(undefined)).toEqual([]);
  });
});

describe('toggleValue', () => {
  it.each<[string, Condition | undefined, Condition | undefined]>([
    ['begins a condition', undefined, on('=', 'OK')],
    ['adds to one value', on('=', 'ERROR'), on('in', 'ERROR', 'OK')],
    ['adds to several', on('in', 'ERROR', 'TIMEOUT'), on('in', 'ERROR', 'TIMEOUT', 'OK')],
    ['takes one of two out', on('in', 'ERROR', 'OK'), on('=', 'ERROR')],
    ['takes one of three out', on('in', 'ERROR', 'OK', 'TIMEOUT'), on('in', 'ERROR', 'TIMEOUT')],
    ['ends the condition with its last value', on('=', 'OK'), undefined],
    ['adds to what is left out', on('!=', 'ERROR'), on('not in', 'ERROR', 'OK')],
    ['takes one of two left-out values back', on('not in', 'ERROR', 'OK'), on('!=', 'ERROR')],
    ['keeps leaving out several', on('not in', 'ERROR', 'TIMEOUT'), on('not in', 'ERROR', 'TIMEOUT', 'OK')],
    ['ends "is not" with its last value', on('!=', 'OK'), undefined],
    ['takes the place of a text that was searched', on('contains', 'O'), on('=', 'OK')],
    ['takes the place of "does not contain", as a plain "is"', on('not contains', 'O'), on('=', 'OK')],
  ])('%s', (_, before, after) => {
    expect(toggleValue(before, 'state', 'OK')).toEqual(after);
  });

  it('leaves the condition it was given as it was', () => {
    const before = on('in', 'ERROR', 'TIMEOUT');
    toggleValue(before, 'state', 'OK');
    expect(before).toEqual(on('in', 'ERROR', 'TIMEOUT'));
  });
});
