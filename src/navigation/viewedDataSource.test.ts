import { jobLink } from './links';
import { withDataSource } from './viewedDataSource';

const ours = (uid: string) => ({ refId: 'A', datasource: { type: 'openvcloud-jobs-datasource', uid } });

describe('a link of a panel, with several controllers', () => {
  it.each([
    ['the page names none', '?from=now-1h'],
    [
      'the page names another, as a dashboard whose variable of that name is something else',
      '?from=now-1h&var-ds=prom',
    ],
  ])('opens the data source that the panel asks where %s', (_, search) => {
    const link = jobLink('0198', withDataSource(search, { targets: [ours('jobs-2')] }));
    expect(link).toBe('/d/openvcloud-job/job-details?from=now-1h&var-ds=jobs-2&var-guid=0198');
  });

  it("keeps the page's own while nothing was asked, or what was is not ours", () => {
    expect(withDataSource('?var-ds=a', undefined)).toBe('?var-ds=a');
    expect(
      withDataSource('?var-ds=a', { targets: [{ refId: 'A', datasource: { type: 'prometheus', uid: 'p' } }] })
    ).toBe('?var-ds=a');
    expect(withDataSource('?var-ds=a', { targets: [ours('${ds}')] })).toBe('?var-ds=a');
  });
});
