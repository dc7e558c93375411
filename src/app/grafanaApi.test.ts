import { fakeGrafanaServer, type SentRequest } from '../testing/grafanaWire';
import { createDataSource, fetchHealth, fetchInfo, fetchUrl, findDashboards, importDashboard } from './grafanaApi';

type Answer = ReturnType<Parameters<typeof fakeGrafanaServer>[0]>;

const INFO = { version: '0.1.0', gid: 1, nodes: 3, liveNodes: 2, jumpscripts: 16, asOf: 2 };
const always = (answer: Answer) => fakeGrafanaServer(() => answer);
const line = ({ method, url }: SentRequest) => `${method} ${url}`;

describe('fetchHealth', () => {
  it.each<[string, Answer, object]>([
    ['that is good', { data: { status: 'OK', message: 'Connected.' } }, { isOk: true, message: 'Connected.' }],
    ['without words', { data: { status: 'OK' } }, { isOk: true, message: '' }],
    ['that is bad', { data: { status: 'ERROR', message: 'refused' } }, { isOk: false, message: 'refused' }],
    ['that fails with words', { status: 400, data: { message: 'refused' } }, { isOk: false, message: 'refused' }],
    ['that is something else', { data: '<html>' }, { isOk: false, message: '' }],
  ])('reads a check %s', async (_, answer, health) => {
    const sent = always(answer);
    await expect(fetchHealth('a')).resolves.toEqual(health);
    expect(sent.map(line)).toEqual(['GET /api/datasources/uid/a/health']);
  });
});

describe('fetchInfo', () => {
  it('reads what a controller says of itself', async () => {
    const sent = always({ data: INFO });
    await expect(fetchInfo('a')).resolves.toEqual(INFO);
    expect(sent.map(line)).toEqual(['GET /api/datasources/uid/a/resources/info']);
  });

  it.each([
    ['a page', '<html>'],
    ['nothing', null],
    ['an object of something else', {}],
    ['a controller without a version', { ...INFO, version: '' }],
    ['a grid that is no number', { ...INFO, gid: '1' }],
    ['an answer without its nodes', { ...INFO, liveNodes: undefined }],
  ])('does not take %s for one', async (_, data) => {
    always({ data });
    await expect(fetchInfo('a')).rejects.toThrow('Expected the description of an Agent Controller');
  });
});

describe('fetchUrl', () => {
  it.each<[string, Answer, string]>([
    ['the address', { data: { url: 'http://controller:4400' } }, 'http://controller:4400'],
    ['nothing where it has none', { data: {} }, ''],
    ['nothing for a person who may not read it', { status: 403, data: { message: 'Forbidden' } }, ''],
  ])('is %s', async (_, answer, url) => {
    always(answer);
    await expect(fetchUrl('a')).resolves.toBe(url);
  });
});

describe('createDataSource', () => {
  it('makes one to be filled in, and answers with its uid', async () => {
    const sent = always({ data: { datasource: { uid: 'new-1' } } });
    await expect(createDataSource()).resolves.toBe('new-1');
    expect(sent).toEqual([
      {
        method: 'POST',
        url: '/api/datasources',
        params: undefined,
        data: { name: 'OpenvCloud Jobs', type: 'openvcloud-jobs-datasource', access: 'proxy', jsonData: {} },
      },
    ]);
  });
});

describe('findDashboards', () => {
  it('asks for those alone, and answers with the ones that are there', async () => {
    const sent = always({ data: [{ uid: 'a' }, { uid: 'c' }] });
    await expect(findDashboards(['a', 'b&x'])).resolves.toEqual(new Set(['a', 'c']));
    expect(sent.map(line)).toEqual(['GET /api/search?type=dash-db&dashboardUIDs=a&dashboardUIDs=b%26x']);
  });

  it('finds none in what is no list', async () => {
    always({ data: { message: 'x' } });
    await expect(findDashboards(['a'])).resolves.toEqual(new Set());
  });
});

describe('importDashboard', () => {
  it('copies the file into Grafana, and leaves alone what is there', async () => {
    const sent = fakeGrafanaServer(({ method }) => ({ data: method === 'GET' ? { uid: 'jobs' } : {} }));
    await importDashboard('public/jobs.json');
    expect(sent.map(line)).toEqual(['GET public/jobs.json', 'POST /api/dashboards/db']);
    expect(sent[1]?.data).toMatchObject({ dashboard: { uid: 'jobs' }, overwrite: false });
  });

  it('stores nothing when the file cannot be read', async () => {
    const sent = always({ status: 404, data: { message: 'Not found' } });
    await expect(importDashboard('public/jobs.json')).rejects.toMatchObject({ status: 404 });
    expect(sent).toHaveLength(1);
  });
});
