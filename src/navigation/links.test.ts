import {
  dashboardLink,
  DASHBOARDS,
  jobLink,
  jumpscriptLink,
  nodeLink,
  nodeWindowLink,
  type DashboardName,
} from './links';

describe('dashboardLink', () => {
  it.each(Object.keys(DASHBOARDS) as DashboardName[])('leads to the dashboard %s by its uid and its slug', (name) => {
    const { uid, slug } = DASHBOARDS[name];
    expect(dashboardLink(name, '')).toBe(`/d/${uid}/${slug}`);
  });

  it.each(['from', 'to', 'timezone', 'refresh', 'orgId', 'theme', 'var-ds', 'var-queue'])(
    'keeps %s of the page one is on',
    (name) => {
      expect(dashboardLink('jobs', `?${name}=x`)).toBe(`/d/openvcloud-jobs/jobs?${name}=x`);
    }
  );

  it.each(['p7.sort', 'p7.filter', 'viewPanel', 'editPanel', 'line', 'variable', 'kiosk'])(
    'leaves %s behind',
    (name) => {
      expect(dashboardLink('jobs', `?${name}=x`)).toBe('/d/openvcloud-jobs/jobs');
    }
  );

  it('keeps every value of a variable that has several', () => {
    expect(dashboardLink('jobs', '?var-state=OK&var-state=ERROR&from=now-1h')).toBe(
      '/d/openvcloud-jobs/jobs?var-state=OK&var-state=ERROR&from=now-1h'
    );
  });

  it('takes the place of a variable that the page has, and adds one that it has not', () => {
    const link = dashboardLink('jobs', '?var-node=old&var-node=older&var-ds=main', { node: 'cpu 01&x', cmd: 'disk' });
    expect(link).toBe('/d/openvcloud-jobs/jobs?var-ds=main&var-node=cpu+01%26x&var-cmd=disk');
  });

  it('does not take one variable for another whose name begins alike', () => {
    expect(dashboardLink('jobs', '?var-nodes=a', { node: 'b' })).toBe('/d/openvcloud-jobs/jobs?var-nodes=a&var-node=b');
  });

  it('does not take a parameter for the variable of its name', () => {
    expect(dashboardLink('jobs', '?from=1', { from: '2' })).toBe('/d/openvcloud-jobs/jobs?from=1&var-from=2');
  });
});

describe('jobLink', () => {
  it('chooses the job, and keeps range and variables', () => {
    expect(jobLink('0198', '?from=now-6h&var-guid=old&var-ds=main')).toBe(
      '/d/openvcloud-job/job-details?from=now-6h&var-ds=main&var-guid=0198'
    );
  });
});

describe('jumpscriptLink', () => {
  it('chooses the version that is asked for', () => {
    expect(jumpscriptLink('acme:disk', '', 3)).toBe(
      '/d/openvcloud-jumpscript/jumpscript-details?var-jumpscript=acme%3Adisk&var-version=3'
    );
  });

  it('chooses the current version when none is named, also where the page has another', () => {
    expect(jumpscriptLink('acme:disk', '?var-version=2')).toBe(
      '/d/openvcloud-jumpscript/jumpscript-details?var-jumpscript=acme%3Adisk&var-version='
    );
  });
});

describe('nodeLink', () => {
  it('chooses the node, and keeps the range', () => {
    expect(nodeLink('cpu 1', '?from=now-6h&var-node=a&var-node=b')).toBe(
      '/d/openvcloud-node/node?from=now-6h&var-node=cpu+1'
    );
  });
});

describe('nodeWindowLink', () => {
  const HOUR_MS = 3_600_000;
  const linkOf = (timeStart: number, timeStop: number | null) =>
    new URLSearchParams(nodeWindowLink('a', { timeStart, timeStop }, '?from=now-1h&var-ds=main').split('?')[1]);

  it('shows five minutes before and after a short job', () => {
    const params = linkOf(10 * HOUR_MS, 10 * HOUR_MS + 1000);
    expect(Object.fromEntries(params)).toEqual({
      from: String(10 * HOUR_MS - 300_000),
      to: String(10 * HOUR_MS + 301_000),
      'var-ds': 'main',
      'var-node': 'a',
    });
  });

  it('shows as much before and after a long job as it took', () => {
    const params = linkOf(10 * HOUR_MS, 12 * HOUR_MS);
    expect([params.get('from'), params.get('to')]).toEqual([String(8 * HOUR_MS), String(14 * HOUR_MS)]);
  });

  it('goes on to now while a job runs', () => {
    const params = linkOf(10 * HOUR_MS, null);
    expect([params.get('from'), params.get('to')]).toEqual([String(10 * HOUR_MS - 300_000), 'now']);
  });
});
