import { JOB_FIELDS, LOG_FIELDS } from '@openvcloud/contract/src/filter';
import { commonFields } from './commonFields';
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
