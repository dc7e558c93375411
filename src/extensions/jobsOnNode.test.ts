import {
  dateTime,
  FieldType,
  LoadingState,
  toDataFrame,
  type DataFrame,
  type DataQueryRequest,
  type PanelData,
} from '@grafana/data';
import app from '../plugin.json';
import { jobsPath, JOBS_ON_NODE } from './jobsOnNode';

const series = (labels: Record<string, string>): DataFrame =>
  toDataFrame({
    fields: [
      { name: 'time', type: FieldType.time, values: [1] },
      { name: 'value', type: FieldType.number, values: [2], labels },
    ],
  });
const dataOf = (...frames: DataFrame[]): PanelData => ({ state: LoadingState.Done, series: frames }) as PanelData;

describe('jobsPath', () => {
  it.each([
    ['our own series', { node: 'cpu-1', nid: '3' }, 'var-node=cpu-1'],
    ["node_exporter's, by address", { instance: 'cpu-1:9100', job: 'node' }, 'var-node=cpu-1'],
    ["node_exporter's, by name", { nodename: 'cpu 1' }, 'var-node=cpu+1'],
  ])('finds the node of %s', (_, labels, query) => {
    expect(jobsPath({ data: dataOf(series(labels)) })).toBe(`/a/openvcloud-jobs-app/jobs?${query}`);
  });

  it('finds every node of a table once', () => {
    const table = toDataFrame({
      fields: [
        { name: 'nodeName', type: FieldType.string, values: ['a', 'b', 'a', null, ''] },
        { name: 'message', type: FieldType.string, values: ['x', 'y', 'z', 'x', 'x'] },
      ],
    });
    expect(jobsPath({ data: dataOf(table) })).toBe('/a/openvcloud-jobs-app/jobs?var-node=a&var-node=b');
  });

  it('opens the controller that the data is of, where there are several', () => {
    const datasource = { type: 'openvcloud-jobs-datasource', uid: 'jobs-2' };
    const request = { targets: [{ refId: 'A', datasource }] } as DataQueryRequest;
    const data = { ...dataOf(series({ node: 'a' })), request };
    expect(jobsPath({ data })).toBe('/a/openvcloud-jobs-app/jobs?var-ds=jobs-2&var-node=a');
  });

  it('keeps the time range, as words or as moments', () => {
    const data = dataOf(series({ node: 'a' }));
    expect(jobsPath({ data, timeRange: { from: 'now-1h', to: 'now' } })).toMatch(/&from=now-1h&to=now$/);
    expect(jobsPath({ data, timeRange: { from: dateTime(1000), to: dateTime(2000) } })).toMatch(/&from=1000&to=2000$/);
  });

  it('is none without a node, and with more than anybody chooses', () => {
    expect(jobsPath({})).toBeUndefined();
    expect(jobsPath({ data: dataOf(series({ job: 'node' })) })).toBeUndefined();
    const many = Array.from({ length: 21 }, (_, index) => series({ node: `n${index}` }));
    expect(jobsPath({ data: dataOf(...many) })).toBeUndefined();
  });
});

describe('the link of the app', () => {
  it('is announced in plugin.json as it is: Grafana refuses others', () => {
    const { targets, title, description } = JOBS_ON_NODE;
    expect(app.extensions.addedLinks).toEqual([{ targets, title, description }]);
    // Grafana cuts titles of menu entries that have 25 characters and more.
    expect(title.length).toBeLessThan(25);
  });

  it('is not shown where there is no node', () => {
    expect(JOBS_ON_NODE.configure?.(undefined)).toBeUndefined();
    expect(JOBS_ON_NODE.configure?.({ data: dataOf() })).toBeUndefined();
  });

  it('leads to the jobs of the node', () => {
    expect(JOBS_ON_NODE.configure?.({ data: dataOf(series({ node: 'a' })) })).toEqual({
      path: '/a/openvcloud-jobs-app/jobs?var-node=a',
    });
  });
});
