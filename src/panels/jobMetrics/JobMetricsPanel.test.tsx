import {
  FieldType,
  toDataFrame,
  type DataFrame,
  type DataQueryRequest,
  type DataSourceInstanceSettings,
} from '@grafana/data';
import { locationService, setDataSourceSrv, type DataSourceSrv, type PanelRendererProps } from '@grafana/runtime';
import { act, render, screen, waitFor, within } from '@testing-library/react';
import React from 'react';
import { FakeDataSource } from '../../testing/FakeDataSource';
import { giveLayout } from '../../testing/layout';
import { panelRun } from '../../testing/panelRun';
import { jobFrame } from '../jobDetails/testJob';
import { JobMetricsPanel } from './JobMetricsPanel';

// A graph is drawn on a canvas, which jsdom has not: what it is given is shown.
jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual<object>('@grafana/runtime'),
  config: { ...jest.requireActual<{ config: object }>('@grafana/runtime').config, exploreEnabled: true },
  PanelRenderer: ({ title, data, onChangeTimeRange }: PanelRendererProps) => (
    <button data-testid={title} onClick={() => onChangeTimeRange?.({ from: 1_700_000_000_000, to: 1_700_000_001_000 })}>
      {JSON.stringify({
        series: data?.series.map(({ fields }) => fields.at(-1)?.config.displayNameFromDS),
        marks: data?.annotations?.map((frame) => frame.fields.map((field) => [field.name, field.values[0]])),
        range: [data?.timeRange.from.valueOf(), data?.timeRange.to.valueOf()],
      })}
    </button>
  ),
}));

giveLayout();
jest.setTimeout(60_000);
const START = 1_700_000_001_500;
const STOP = 1_700_000_001_750;
const PADDING = 300_000;
const TYPE = 'openvcloud-jobs-datasource';
const ours = new FakeDataSource();
const prometheus = new FakeDataSource();

beforeEach(() => {
  locationService.push('/d/openvcloud-job/job-details?from=now-6h&to=now&var-ds=main&var-guid=0198');
  const known: Record<string, [FakeDataSource, Partial<DataSourceInstanceSettings>]> = {
    main: [ours, { uid: 'main', type: TYPE, jsonData: { metricsLabels: 'nodename="${node}"' } as object }],
    prom: [prometheus, { uid: 'prom', type: 'prometheus', jsonData: {} }],
  };
  const find = (ref: unknown) => known[typeof ref === 'string' ? ref : ((ref as { uid?: string })?.uid ?? '')];
  setDataSourceSrv({
    get: async (ref: unknown) => find(ref)?.[0],
    getInstanceSettings: (ref: unknown) => find(ref)?.[1],
  } as unknown as DataSourceSrv);
  [ours, prometheus].forEach((one) => one.reset());
});

const target = { refId: 'A', queryType: 'job', guid: '0198', datasource: { type: TYPE, uid: 'main' } };
/** As a dashboard gives it, asked long after the job. */
const panel = (series: DataFrame[], metrics = 'agents', run = 1) => {
  const props = panelRun({ options: { metrics }, target, series, run });
  const request = props.data.request && { ...props.data.request, startTime: STOP + 3_600_000 + run };
  return <JobMetricsPanel {...props} data={{ ...props.data, request }} />;
};
const stat = (name: string, label: string) =>
  toDataFrame({
    fields: [
      { name: 'time', type: FieldType.time, values: [START] },
      {
        name: 'value',
        type: FieldType.number,
        values: [1],
        labels: { stat: name },
        config: { displayNameFromDS: label },
      },
    ],
  });
const others = toDataFrame({
  fields: [
    { name: 'time', type: FieldType.time, values: [START - 1000] },
    { name: 'timeEnd', type: FieldType.time, values: [START + 2000] },
    { name: 'title', values: ['backup OK'] },
    { name: 'tags', values: ['OK,cpu-01,io,acme'] },
    { name: 'id', values: ['0199'] },
  ],
});
const askedFor = async (queryType: string) => {
  const find = () => ours.asked.find(({ target: asked }) => asked['queryType'] === queryType);
  await waitFor(() => expect(find()).toBeDefined());
  return find()!;
};
const rangeOf = ({ range }: DataQueryRequest) => [range.from.valueOf(), range.to.valueOf()];
const shown = (title: string) => JSON.parse(screen.getByTestId(title).textContent ?? '') as Record<string, unknown>;

it("asks for the node's stats and its other jobs in the job's padded window, and marks the job on each graph", async () => {
  render(panel([jobFrame()]));
  const stats = await askedFor('nodeStats');
  expect(rangeOf(stats.request)).toEqual([START - PADDING, STOP + PADDING]);
  expect(stats.target['filters']).toEqual([
    { field: 'nodeName', operator: '=', values: ['cpu-01'] },
    { field: 'gid', operator: '=', values: ['1'] },
  ]);
  expect(rangeOf((await askedFor('jobAnnotations')).request)).toEqual([START - PADDING, STOP + PADDING]);
  await act(async () => stats.answer(stat('load1', 'Load 1 min')));
  expect(shown('Load')).toMatchObject({ series: ['Load 1 min'], range: [START - PADDING, STOP + PADDING] });
  expect(shown('CPU')).toMatchObject({ series: [] });
  expect(JSON.stringify(shown('CPU').marks)).toContain(`["time",${START}],["timeEnd",${STOP}]`);
});

it('shows what else ran as bars that lead to the jobs', async () => {
  render(panel([jobFrame()]));
  const asked = await askedFor('jobAnnotations');
  await act(async () => asked.answer(others));
  const link = within(screen.getByRole('region', { name: 'What else ran on this node' })).getByRole('link');
  expect(link).toHaveAccessibleName('backup OK, 3 s');
  expect(link).toHaveAttribute('href', expect.stringContaining('var-guid=0199'));
});

it('asks the chosen Prometheus by the labels of the settings, and leads to Explore with the same in the same time', async () => {
  render(panel([jobFrame()], 'prom'));
  await waitFor(() => expect(prometheus.asked).toHaveLength(1));
  const { request } = prometheus.last;
  expect(rangeOf(request)).toEqual([START - PADDING, STOP + PADDING]);
  expect(request.targets.map((one) => (one as { expr?: string }).expr)).toContain('node_load1{nodename="cpu-01"}');
  const href = screen.getByRole('link', { name: 'Load in Explore' }).getAttribute('href') ?? '';
  const panes = JSON.parse(new URLSearchParams(href.split('?')[1]).get('panes') ?? '') as { node: object };
  expect(panes.node).toMatchObject({
    datasource: 'prom',
    queries: [{ expr: 'node_load1{nodename="cpu-01"}' }, {}, {}],
    range: { from: String(START - PADDING), to: String(STOP + PADDING) },
  });
});

it('asks again only for another range: a refresh of the dashboard changes nothing about a job in the past', async () => {
  const { rerender } = render(panel([jobFrame()]));
  await askedFor('nodeStats');
  const before = ours.asked.length;
  rerender(panel([jobFrame()], 'agents', 2));
  expect(ours.asked).toHaveLength(before);
  act(() => screen.getByTestId('CPU').click());
  await waitFor(() => expect(rangeOf(ours.last.request)).toEqual([1_700_000_000_000, 1_700_000_001_000]));
  expect(screen.getByRole('button', { name: 'All of the job' })).toBeInTheDocument();
});

it('says what could not be read, beside the rest', async () => {
  render(panel([jobFrame()]));
  const stats = await askedFor('nodeStats');
  await act(async () => stats.fail('The controller does not answer.'));
  expect(screen.getByText('The controller does not answer.')).toBeInTheDocument();
  expect(screen.getByTestId('CPU')).toBeInTheDocument();
});

it('shows what came beside what could not be read: other graphs, or those of the last good answer', async () => {
  render(panel([jobFrame()]));
  const stats = await askedFor('nodeStats');
  await act(async () => stats.fail('The controller does not answer.', [stat('load1', 'Load 1 min')]));
  expect(screen.getByText('The controller does not answer.')).toBeInTheDocument();
  expect(shown('Load')).toMatchObject({ series: ['Load 1 min'] });
});

it('says why there is nothing beside a job that no node has started', () => {
  render(panel([jobFrame({ nodeName: null, timeStart: null, state: 'SCHEDULED' })]));
  expect(screen.getByText(/No node has started this job/)).toBeInTheDocument();
  expect(ours.asked).toHaveLength(0);
});
