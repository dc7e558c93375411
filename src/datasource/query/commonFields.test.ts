import { JOB_FIELDS, LOG_FIELDS } from '@openvcloud/contract/src/filter';
import { commonFields, fieldMeant } from './commonFields';
import { type QueryType } from './query';

const namesOf = (...types: QueryType[]) => Object.keys(commonFields(types));

describe('commonFields', () => {
  it('are those of one query', () => {
    expect(namesOf('logs')).toEqual(Object.keys(LOG_FIELDS));
    expect(commonFields(['jobs'])).toEqual(JOB_FIELDS);
  });

  it('are what every query on the dashboard understands, whatever their order', () => {
    const common = Object.keys(JOB_FIELDS).filter((name) => name in LOG_FIELDS);
    expect(common).toContain('organization');
    expect(namesOf('jobs', 'logs')).toEqual(common);
    expect(namesOf('logs', 'jobs', 'jobCounts').sort()).toEqual([...common].sort());
  });

  it('are not narrowed by queries that take no filters', () => {
    expect(namesOf('nodes', 'jobs', 'job')).toEqual(Object.keys(JOB_FIELDS));
  });

  it.each([[[]], [['nodes', 'queues']]])('are those of jobs for %j', (types) => {
    expect(namesOf(...(types as QueryType[]))).toEqual(Object.keys(JOB_FIELDS));
  });
});

describe('the field that is meant by what a person types into an ad hoc filter', () => {
  it.each([
    ['its name', 'nodeName', 'nodeName'],
    ['its label', 'State', 'state'],
    ['its label in other capitals, with blanks', ' command ', 'cmd'],
    ['its name in other capitals', 'NODENAME', 'nodeName'],
    ['a name before a label', 'organization', 'organization'],
    ['what no field is called, as it is', 'colour', 'colour'],
    ['what every object has, as it is', 'toString', 'toString'],
  ])('is found by %s', (_, typed, field) => {
    expect(fieldMeant(typed, JOB_FIELDS)).toBe(field);
  });
});
