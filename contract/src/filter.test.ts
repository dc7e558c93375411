import { formatCondition, isConditionFault, JOB_FIELDS, parseCondition, splitCondition } from './filter';

describe('filter conditions', () => {
  it.each([
    ['plain values', { field: 'state', operator: 'in', values: ['ERROR', 'TIMEOUT'] }, 'state|in|ERROR|TIMEOUT'],
    ['separators and backslashes in values', { field: 'cmd', operator: '=', values: ['a|b\\c'] }, 'cmd|=|a\\|b\\\\c'],
    ['an open range', { field: 'run', operator: 'range', values: ['1000', ''] }, 'run|range|1000|'],
  ] as const)('keep %s through the wire form', (_, condition, text) => {
    const mutable = { ...condition, values: [...condition.values] };
    expect(formatCondition(mutable)).toBe(text);
    expect(parseCondition(text, JOB_FIELDS)).toEqual(mutable);
  });

  it.each([
    ['colour|=|red', 'UNKNOWN_FILTER_FIELD'],
    ['toString|=|x', 'UNKNOWN_FILTER_FIELD'],
    ['', 'UNKNOWN_FILTER_FIELD'],
    ['state|~|OK', 'UNKNOWN_FILTER_OPERATOR'],
    ['timeStart|=|5', 'UNKNOWN_FILTER_OPERATOR'],
    ['state|=', 'BAD_FILTER_VALUE'],
    ['state|=|OK|ERROR', 'BAD_FILTER_VALUE'],
    ['state|in', 'BAD_FILTER_VALUE'],
    ['nid|=|seven', 'BAD_FILTER_VALUE'],
    ['run|range|1', 'BAD_FILTER_VALUE'],
    ['run|range||', 'BAD_FILTER_VALUE'],
  ])('refuse %j with %s and say what was expected', (text, code) => {
    const parsed = parseCondition(text, JOB_FIELDS);
    expect(isConditionFault(parsed) && parsed.code).toBe(code);
    expect(isConditionFault(parsed) && parsed.expected.length).toBeGreaterThan(5);
  });

  it('splits on unescaped separators only', () => {
    expect(splitCondition('a\\|b|c')).toEqual(['a|b', 'c']);
  });
});
