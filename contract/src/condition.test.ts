import { formatCondition, isConditionFault, parseCondition, splitCondition } from './condition';
import { JOB_FIELDS, JUMPSCRIPT_FIELDS, LOG_FIELDS } from './filter';
import { currentSort, FORMER_FIELDS } from './formerFields';

describe('filter conditions', () => {
  it.each([
    ['plain values', { field: 'state', operator: 'in', values: ['ERROR', 'TIMEOUT'] }, 'state|in|ERROR|TIMEOUT'],
    ['separators and backslashes in values', { field: 'cmd', operator: '=', values: ['a|b\\c'] }, 'cmd|=|a\\|b\\\\c'],
    ['an open range', { field: 'runMs', operator: 'range', values: ['1000', ''] }, 'runMs|range|1000|'],
  ] as const)('keep %s through the wire form', (_, condition, text) => {
    const mutable = { ...condition, values: [...condition.values] };
    expect(formatCondition(mutable)).toBe(text);
    expect(parseCondition(text, JOB_FIELDS)).toEqual(mutable);
  });

  it.each([
    ['colour|=|red', 'UNKNOWN_FILTER_FIELD', /^one of guid, id, state, .*, user$/],
    ['toString|=|x', 'UNKNOWN_FILTER_FIELD', /^one of guid, /],
    ['', 'UNKNOWN_FILTER_FIELD', /^one of guid, /],
    ['state', 'UNKNOWN_FILTER_OPERATOR', /^for state, one of =, !=, in, /],
    ['state|~|OK', 'UNKNOWN_FILTER_OPERATOR', /^for state, one of =, !=, in, /],
    ['timeStart|=|5', 'UNKNOWN_FILTER_OPERATOR', /^for timeStart, one of range$/],
    ['state|=', 'BAD_FILTER_VALUE', /^exactly one value$/],
    ['state|=|OK|ERROR', 'BAD_FILTER_VALUE', /^exactly one value$/],
    ['state|in', 'BAD_FILTER_VALUE', /^one or more values$/],
    ['nid|=|seven', 'BAD_FILTER_VALUE', /^a number$/],
    ['nid|in|7|seven', 'BAD_FILTER_VALUE', /^a number$/],
    ['unresolved|=|yes', 'BAD_FILTER_VALUE', /^true or false$/],
    ['runMs|range|1', 'BAD_FILTER_VALUE', /^two numbers, from\|to, either may be empty$/],
    ['runMs|range|1|2|3', 'BAD_FILTER_VALUE', /^two numbers/],
    ['runMs|range||', 'BAD_FILTER_VALUE', /^two numbers/],
    ['runMs|range|1|x', 'BAD_FILTER_VALUE', /^two numbers/],
    ['runMs|range|x|1', 'BAD_FILTER_VALUE', /^two numbers/],
  ])('refuse %j with %s and say what was expected', (text, code, expected) => {
    expect(parseCondition(text, JOB_FIELDS)).toEqual({ code, expected: expect.stringMatching(expected) });
    expect(isConditionFault(parseCondition(text, JOB_FIELDS))).toBe(true);
  });

  it.each(['7', '-7', '0', '7.5', '-7.123456', '123456789012345'])('take %s for a number', (number) => {
    expect(parseCondition(`nid|=|${number}`, JOB_FIELDS)).toEqual({ field: 'nid', operator: '=', values: [number] });
  });

  it.each(['', '-', '7.', '.5', '7.1234567', '1234567890123456', '1e3', '0x7', ' 7', '7 ', '+7', '7.a', '7\n', '--7'])(
    'take %j for no number',
    (text) => {
      expect(parseCondition(`nid|=|${text}`, JOB_FIELDS)).toEqual({ code: 'BAD_FILTER_VALUE', expected: 'a number' });
    }
  );

  it.each(Object.entries(FORMER_FIELDS))('takes %s, as a field was called once, for %s', (former, current) => {
    const operator = JOB_FIELDS[current].kind === 'text' ? 'contains' : '=';
    expect(parseCondition(`${former}|${operator}|5`, JOB_FIELDS)).toEqual({ field: current, operator, values: ['5'] });
    expect(currentSort(former, JOB_FIELDS)).toBe(current);
    expect(currentSort(`-${former}`, JOB_FIELDS)).toBe(`-${current}`);
  });

  it('knows former names only where the field is, and never takes one for a field of today', () => {
    expect(parseCondition('run|=|5', LOG_FIELDS)).toMatchObject({ code: 'UNKNOWN_FILTER_FIELD' });
    const today = Object.keys({ ...JOB_FIELDS, ...LOG_FIELDS, ...JUMPSCRIPT_FIELDS });
    expect(Object.keys(FORMER_FIELDS).filter((former) => today.includes(former))).toEqual([]);
  });

  it.each([
    ['a\\|b|c', ['a|b', 'c']],
    ['a\\\\|b', ['a\\', 'b']],
    ['a|', ['a', '']],
    ['', ['']],
    ['a\\b', ['ab']],
    ['a\\', ['a\\']],
  ])('splits %j on unescaped separators only', (text, parts) => {
    expect(splitCondition(text)).toEqual(parts);
  });
});
