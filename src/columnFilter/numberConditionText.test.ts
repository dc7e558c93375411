import { type FieldSpec, type Operator } from '@openvcloud/contract/src/filter';
import { readNumberCondition, writeNumberCondition } from './numberConditionText';

const COUNT: FieldSpec = { kind: 'number', label: 'Attempt', isSortable: true, isCompletable: false };
const MS: FieldSpec = { ...COUNT, label: 'Span', unit: 'ms' };
const SECONDS: FieldSpec = { ...COUNT, label: 'Timeout', unit: 's' };

type Case = [text: string, operator: Operator, values: string[]];

function read(text: string, spec: FieldSpec) {
  return readNumberCondition(text, 'x', spec);
}

describe('a count', () => {
  it.each<Case>([
    ['3', '=', ['3']],
    ['=3', '=', ['3']],
    ['!3', '!=', ['3']],
    ['!=3', '!=', ['3']],
    ['1,2', 'in', ['1', '2']],
    ['=1, 2', 'in', ['1', '2']],
    ['!1,2', 'not in', ['1', '2']],
    ['!=1,2', 'not in', ['1', '2']],
    ['-3', '=', ['-3']],
    ['007', '=', ['7']],
    ['>5', 'range', ['6', '']],
    ['>=5', 'range', ['5', '']],
    ['<5', 'range', ['', '5']],
    ['<=5', 'range', ['', '6']],
    ['> 5', 'range', ['6', '']],
    ['1..5', 'range', ['1', '6']],
    ['1 .. 5', 'range', ['1', '6']],
    ['..5', 'range', ['', '6']],
    ['5..', 'range', ['5', '']],
    ['-5..-1', 'range', ['-5', '0']],
    ['0', '=', ['0']],
    ['..0', 'range', ['', '1']],
    ['999999999999999', '=', ['999999999999999']],
  ])('reads %p as %s %j', (text, operator, values) => {
    expect(read(text, COUNT)).toEqual({ kind: 'condition', condition: { field: 'x', operator, values } });
  });

  it.each([
    'five',
    '5s',
    '>',
    '<=',
    '..',
    ' .. ',
    '1..x',
    'x..5',
    '1,x',
    '1,',
    '!',
    '=',
    '1.5',
    '--1',
    '><5',
    'x>5',
    'x5',
    '5 5',
    '1..2..3',
    '<>5',
    '9999999999999999',
  ])('says of %p what it expects', (text) => {
    expect(read(text, COUNT)).toEqual({ kind: 'fault', expected: 'a number, >5, <=10, 1..5 or 1,2,3' });
  });
});

describe('a duration', () => {
  it.each<[string, FieldSpec, Operator, string[]]>([
    ['5s', MS, 'range', ['5000', '']],
    ['5', MS, 'range', ['5000', '']],
    ['=5s', MS, '=', ['5000']],
    ['!5s', MS, '!=', ['5000']],
    ['1s,2s', MS, 'in', ['1000', '2000']],
    ['>250ms', MS, 'range', ['251', '']],
    ['1m..2m', MS, 'range', ['60000', '120001']],
    ['5m', SECONDS, '=', ['300']],
    ['>5m', SECONDS, 'range', ['301', '']],
    ['<=90s', SECONDS, 'range', ['', '91']],
    ['1h..', SECONDS, 'range', ['3600', '']],
    ['1500ms', SECONDS, '=', ['2']],
    ['=5m', SECONDS, '=', ['300']],
    ['!=5s,6s', MS, 'not in', ['5000', '6000']],
    ['<5s', MS, 'range', ['', '5000']],
    ['>=5s', MS, 'range', ['5000', '']],
  ])('reads %p', (text, spec, operator, values) => {
    expect(read(text, spec)).toEqual({ kind: 'condition', condition: { field: 'x', operator, values } });
  });

  it.each(['fast', '>', '..', '-5s', '5 parsecs', '1m..fast', 'fast..1m', '1s,x'])(
    'says of %p what it expects',
    (text) => {
      expect(read(text, MS)).toEqual({ kind: 'fault', expected: 'a duration: >5s, <=2m or 1m..2m' });
    }
  );
});

describe('writeNumberCondition', () => {
  it.each<[Operator, string[], FieldSpec, string]>([
    ['=', ['3'], COUNT, '=3'],
    ['in', ['1', '2'], COUNT, '=1,2'],
    ['!=', ['3'], COUNT, '!3'],
    ['not in', ['1', '2'], COUNT, '!1,2'],
    ['range', ['6', ''], COUNT, '>5'],
    ['range', ['100', ''], COUNT, '>99'],
    ['range', ['', '6'], COUNT, '<6'],
    ['range', ['', '101'], COUNT, '<101'],
    ['range', ['1', '6'], COUNT, '1..5'],
    ['range', ['', ''], COUNT, ''],
    ['range', ['5001', ''], MS, '>5s'],
    ['range', ['5000', ''], MS, '>=5s'],
    ['range', ['', '5000'], MS, '<5s'],
    ['range', ['', '5001'], MS, '<=5s'],
    ['range', ['60000', '120001'], MS, '1m..2m'],
    ['range', ['301', ''], SECONDS, '>5m'],
    ['=', ['300'], SECONDS, '=5m'],
    ['=', ['300000'], MS, '=5m'],
    ['range', ['0', ''], COUNT, '>=0'],
    ['range', ['10', ''], COUNT, '>9'],
    ['range', ['', '10'], COUNT, '<10'],
    ['range', ['-5', '0'], COUNT, '-5..-1'],
    ['range', [], COUNT, ''],
  ])('writes %s %j', (operator, values, spec, text) => {
    expect(writeNumberCondition(operator, values, spec)).toBe(text);
  });
});
