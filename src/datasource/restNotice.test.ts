import { CoreApp, toDataFrame, type DataFrame } from '@grafana/data';
import { showsFirstPageOnly, withRestNotice } from './restNotice';

const frame = (custom: object, notices?: Array<{ severity: 'info' | 'warning'; text: string }>): DataFrame => ({
  ...toDataFrame({ fields: [{ name: 'guid', values: ['a', 'b'] }] }),
  meta: { custom, notices },
});
const page = (next: string | null, prev: string | null = null) => ({ next, prev, limit: 2, offset: 0 });
const texts = (of: DataFrame): Array<string | undefined> => (of.meta?.notices ?? []).map(({ text }) => text);

describe('a list of which only a part is in its frame', () => {
  it('says how much there is, and what to do', () => {
    const told = withRestNotice(frame({ total: { value: 1428, relation: 'eq' }, page: page('c') }));
    expect(texts(told)).toEqual([
      'Only 2 of 1,428 rows are here. Raise the limit of the query (at most 10,000), or narrow its filters or the time range.',
    ]);
    expect(told.meta?.notices?.[0]?.severity).toBe('info');
  });

  it('says what is known of how much there is', () => {
    expect(texts(withRestNotice(frame({ total: { value: 10000, relation: 'gte' }, page: page('c') })))[0]).toMatch(
      /^Only 2 of more than 10,000 rows are here\./
    );
    expect(texts(withRestNotice(frame({ page: page(null, 'c') })))[0]).toMatch(/^Only 2 rows are here\./);
  });

  it('says it behind what the answer says itself', () => {
    const told = withRestNotice(frame({ page: page('c') }, [{ severity: 'warning', text: 'narrowed' }]));
    expect(texts(told)).toEqual(['narrowed', expect.stringMatching(/^Only/)]);
  });

  it('is none when all rows are in the frame, or it is no list', () => {
    const whole = frame({ total: { value: 2, relation: 'eq' }, page: page(null) });
    expect(withRestNotice(whole)).toBe(whole);
    const other = toDataFrame({ fields: [] });
    expect(withRestNotice(other)).toBe(other);
  });
});

it.each([
  [CoreApp.Explore, undefined, true],
  [CoreApp.Dashboard, 'table', true],
  [CoreApp.PanelEditor, 'logs', true],
  [CoreApp.Dashboard, 'openvcloud-jobs-table-panel', false],
  [CoreApp.Dashboard, undefined, false],
])('in %s, panel %s, the first page is all there is: %s', (app, panelPluginId, isAll) => {
  expect(showsFirstPageOnly({ app, panelPluginId })).toBe(isAll);
});
