import {
  formatCondition,
  isConditionFault,
  JOB_FIELDS,
  JUMPSCRIPT_FIELDS,
  LOG_FIELDS,
  parseCondition,
  splitCondition,
} from './filter';
import { currentSort, FORMER_FIELDS } from './formerFields';
import { Job, JobSummary } from './job';
import { JumpScript } from './jumpscript';
import { LogLine } from './logLine';

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
    ['colour|=|red', 'UNKNOWN_FILTER_FIELD'],
    ['toString|=|x', 'UNKNOWN_FILTER_FIELD'],
    ['', 'UNKNOWN_FILTER_FIELD'],
    ['state|~|OK', 'UNKNOWN_FILTER_OPERATOR'],
    ['timeStart|=|5', 'UNKNOWN_FILTER_OPERATOR'],
    ['state|=', 'BAD_FILTER_VALUE'],
    ['state|=|OK|ERROR', 'BAD_FILTER_VALUE'],
    ['state|in', 'BAD_FILTER_VALUE'],
    ['nid|=|seven', 'BAD_FILTER_VALUE'],
    ['runMs|range|1', 'BAD_FILTER_VALUE'],
    ['runMs|range||', 'BAD_FILTER_VALUE'],
  ])('refuse %j with %s and say what was expected', (text, code) => {
    const parsed = parseCondition(text, JOB_FIELDS);
    expect(isConditionFault(parsed) && parsed.code).toBe(code);
    expect(isConditionFault(parsed) && parsed.expected.length).toBeGreaterThan(5);
  });

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

  it('calls every field as a row has it', () => {
    const { args } = Job.properties;
    expect(Object.keys(JOB_FIELDS).filter((name) => !(name in { ...JobSummary.properties, args }))).toEqual([]);
    expect(Object.keys(LOG_FIELDS).filter((name) => !(name in LogLine.properties))).toEqual([]);
    expect(Object.keys(JUMPSCRIPT_FIELDS).filter((name) => !(name in JumpScript.properties))).toEqual([]);
  });

  it('splits on unescaped separators only', () => {
    expect(splitCondition('a\\|b|c')).toEqual(['a|b', 'c']);
  });
});
