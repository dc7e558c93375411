import { type FieldSpec, type Operator } from '@openvcloud/contract/src/filter';
import { describeCondition } from './describeCondition';

const STATE: FieldSpec = { kind: 'keyword', label: 'State', isSortable: true, isCompletable: true };
const SPAN: FieldSpec = { kind: 'number', label: 'Span', unit: 'ms', isSortable: true, isCompletable: false };

describe('describeCondition', () => {
  it.each<[Operator, string[], RegExp]>([
    ['=', ['OK'], /^State is OK$/],
    ['in', ['ERROR', 'TIMEOUT'], /^State is one of ERROR, TIMEOUT$/],
    ['!=', ['OK'], /^State is not OK$/],
    ['not in', ['OK', 'ERROR'], /^State is none of OK, ERROR$/],
    ['contains', ['O'], /^State contains O$/],
    ['not contains', ['O'], /^State does not contain O$/],
    ['startsWith', ['E'], /^State starts with E$/],
    ['regex', ['^E'], /^State matches regex \^E$/],
    ['not regex', ['^E'], /^State does not match regex \^E$/],
  ])('says %s %j as a person does', (operator, values, text) => {
    expect(describeCondition({ field: 'state', operator, values }, STATE)).toMatch(text);
  });

  it.each<[string[], string]>([
    [['5001', ''], 'Span >5s'],
    [['', '120001'], 'Span <=2m'],
    [['60000', '120001'], 'Span 1m..2m'],
    [['$from', '$to'], 'Span $from to $to'],
    [['$from', ''], 'Span $from to …'],
    [['', '$to'], 'Span … to $to'],
    [['1', '$to'], 'Span 1 to $to'],
  ])('says the range %j as one would type it', (values, text) => {
    expect(describeCondition({ field: 'span', operator: 'range', values }, SPAN)).toBe(text);
  });

  it('says a range of what is no number by its ends', () => {
    const condition = { field: 'state', operator: 'range' as const, values: ['1', '2'] };
    expect(describeCondition(condition, STATE)).toBe('State 1 to 2');
    expect(describeCondition({ ...condition, values: [] }, STATE)).toBe('State … to …');
  });
});
