import {
  DEFAULT_JOB_SORT,
  firstOperator,
  isNegated,
  JOB_FIELDS,
  JUMPSCRIPT_FIELDS,
  LOG_FIELDS,
  OPERATORS,
  OPERATORS_BY_KIND,
  operatorSpec,
} from './filter';
import { Job, JobSummary } from './job';
import { JumpScript } from './jumpscript';
import { LogLine } from './logLine';

describe('operators', () => {
  it('are offered by the kind of a field, the one that most want first', () => {
    expect(OPERATORS_BY_KIND).toEqual({
      keyword: ['=', '!=', 'in', 'not in', 'contains', 'not contains', 'startsWith', 'regex', 'not regex'],
      list: ['=', '!=', 'in', 'not in', 'contains', 'not contains'],
      text: ['contains', 'not contains', 'startsWith', 'regex', 'not regex'],
      number: ['=', '!=', 'in', 'not in', 'range'],
      time: ['range'],
      flag: ['=', '!=', 'in', 'not in'],
    });
    expect([firstOperator('text'), firstOperator('time'), firstOperator('keyword')]).toEqual([
      'contains',
      'range',
      '=',
    ]);
    expect(firstOperator(undefined)).toBe('=');
  });

  it('say what each is the opposite of', () => {
    const opposites = Object.entries(OPERATORS).map(([operator, { negates }]) => [operator, negates]);
    expect(opposites.filter(([, negates]) => negates !== undefined)).toEqual([
      ['!=', '='],
      ['not in', 'in'],
      ['not contains', 'contains'],
      ['not regex', 'regex'],
    ]);
    expect(['!=', 'not regex', '=', 'range', 'gossip'].map(isNegated)).toEqual([true, true, false, false, false]);
  });

  it('have their words, and one that this version does not know has its own', () => {
    expect(operatorSpec('not in')).toMatchObject({ words: 'is none of', takes: 'many' });
    expect(operatorSpec('gossip')).toEqual({ words: 'gossip', takes: 'text', on: [] });
    expect(operatorSpec('toString')).toEqual({ words: 'toString', takes: 'text', on: [] });
  });
});

describe('fields', () => {
  it('calls every field as a row has it', () => {
    const { args } = Job.properties;
    expect(Object.keys(JOB_FIELDS).filter((name) => !(name in { ...JobSummary.properties, args }))).toEqual([]);
    expect(Object.keys(LOG_FIELDS).filter((name) => !(name in LogLine.properties))).toEqual([]);
    expect(Object.keys(JUMPSCRIPT_FIELDS).filter((name) => !(name in JumpScript.properties))).toEqual([]);
  });

  it('have a unit, are sorted by, and are completed where it says so', () => {
    expect(JOB_FIELDS.runMs).toEqual({
      kind: 'number',
      label: 'Run',
      isSortable: true,
      isCompletable: false,
      unit: 'ms',
    });
    expect(JOB_FIELDS.tags).toEqual({ kind: 'list', label: 'Tags', isSortable: false, isCompletable: true });
    expect(JOB_FIELDS.args).toEqual({ kind: 'text', label: 'Arguments', isSortable: false, isCompletable: false });
  });

  it('sort a list by the newest job when nothing is said', () => {
    expect(JOB_FIELDS).toHaveProperty(DEFAULT_JOB_SORT.replace(/^-/, ''));
    expect(DEFAULT_JOB_SORT).toMatch(/^-/);
  });
});
