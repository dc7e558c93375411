import { toDataFrame, type DataFrame } from '@grafana/data';
import { type JobsQuery } from '../query/query';
import { modified } from './modifyQuery';
import { queryHints } from './queryHints';

const logs: JobsQuery = { refId: 'A', version: 2, queryType: 'logs', search: 'disk' };

function list(custom: object, refId = 'A'): DataFrame {
  return toDataFrame({ refId, meta: { custom }, fields: [] });
}

const cut = list({ coverage: { asOf: 1, isCut: true, notice: 'Looked back to 12:00.' }, page: { next: 'c' } });
const typesOf = (query: JobsQuery, ...frames: DataFrame[]) => queryHints(query, frames).map(({ type }) => type);

describe('queryHints', () => {
  it('offers the time range to a search without one that ended before its end', () => {
    const [hint] = queryHints({ ...logs, ignoreTimeRange: true, limit: 1000 }, [cut]);
    expect(hint).toMatchObject({ type: 'SEARCH_CUT', label: 'Looked back to 12:00.' });
    const fix = hint?.fix?.action;
    expect(fix && modified({ ...logs, ignoreTimeRange: true }, fix).ignoreTimeRange).toBe(false);
  });

  it('says what helps a search in a time range', () => {
    const [hint] = queryHints({ ...logs, limit: 1000 }, [cut]);
    expect(hint?.label).toBe('Looked back to 12:00. Narrow the time range, or filter on a job, a node or a command.');
    expect(hint?.fix).toBeUndefined();
  });

  it('says why a short text takes long', () => {
    expect(queryHints({ ...logs, search: 'io', limit: 1000 }, [cut])[0]?.label).toMatch(/Less than three letters/);
  });

  it('warns of a search through all there is, also while it is quick', () => {
    expect(typesOf({ ...logs, ignoreTimeRange: true })).toEqual(['UNBOUNDED_SEARCH']);
    const byText: JobsQuery = { ...logs, search: '', ignoreTimeRange: true };
    const filters: JobsQuery['filters'] = [{ field: 'message', operator: 'contains', values: ['disk'] }];
    expect(typesOf({ ...byText, filters })).toEqual(['UNBOUNDED_SEARCH']);
    expect(typesOf(byText)).toEqual([]);
    expect(typesOf(logs)).toEqual([]);
  });

  it('offers an index to a pattern that is a text', () => {
    const filters: JobsQuery['filters'] = [{ field: 'message', operator: 'regex', values: ['disk full'] }];
    expect(typesOf({ ...logs, filters })).toEqual(['PLAIN_PATTERN']);
  });

  it('offers more rows where there are more, up to the limit', () => {
    const more = list({ page: { next: 'c' } });
    expect(typesOf({ ...logs, search: '' }, more)).toEqual(['MORE_ROWS']);
    expect(typesOf({ ...logs, search: '', limit: 1000 }, more)).toEqual([]);
    expect(typesOf({ ...logs, search: '', queryType: 'job' }, more)).toEqual([]);
  });

  it('goes by the answers to its own query', () => {
    expect(typesOf({ ...logs, search: '' }, list({ page: { next: 'c' } }, 'B'))).toEqual([]);
  });
});
