import { type JobsQuery } from './query';
import { GROUP_KEYS, withGroupKeys } from './groupKeys';

const counts: JobsQuery = { refId: 'A', version: 2, queryType: 'jobCounts', groupBy: ['state'] };

describe("a dashboard's group-by variable", () => {
  it('offers what figures can be grouped by, in words', () => {
    expect(GROUP_KEYS).toContainEqual({ text: 'Queue', value: 'queue' });
  });

  it('takes the place of the groups of counts and durations', () => {
    expect(withGroupKeys(counts, ['queue', 'cmd']).groupBy).toEqual(['queue', 'cmd']);
    expect(withGroupKeys({ ...counts, queryType: 'jobDurations' }, ['queue']).groupBy).toEqual(['queue']);
  });

  it('leaves a query alone while nothing is chosen, when it has no groups, and by keys that are none', () => {
    expect(withGroupKeys(counts)).toBe(counts);
    expect(withGroupKeys(counts, ['runMs'])).toBe(counts);
    const jobs: JobsQuery = { refId: 'A', version: 2, queryType: 'jobs' };
    expect(withGroupKeys(jobs, ['queue'])).toBe(jobs);
  });
});
