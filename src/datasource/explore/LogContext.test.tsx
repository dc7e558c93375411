import {
  dateTime,
  FieldType,
  hasLogsContextSupport,
  hasLogsContextUiSupport,
  hasQueryModificationSupport,
  hasSupplementaryQuerySupport,
  hasToggleableQueryFiltersSupport,
  LogRowContextQueryDirection,
  SupplementaryQueryType,
  toDataFrame,
  type DataSourceApi,
  type LogRowModel,
} from '@grafana/data';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { knowDataSource, settings } from '../../testing/dataSourceSettings';
import { fakeGrafanaServer, fakeVariables, type SentRequest } from '../../testing/grafanaWire';
import { JobsDataSource } from '../datasource';

// A busy machine may be slow; a hang is still found.
jest.setTimeout(60_000);

/** The second line of a frame, as Grafana hands it over. */
const row = {
  rowIndex: 1,
  timeEpochMs: 2000,
  dataFrame: toDataFrame({
    refId: 'A',
    fields: [
      { name: 'timestamp', type: FieldType.time, values: [1000, 2000] },
      { name: 'jobGuid', type: FieldType.string, values: ['g1', 'g2'] },
      { name: 'seq', type: FieldType.number, values: [1, 12] },
      { name: 'nid', type: FieldType.number, values: [3, 7] },
    ],
  }),
} as unknown as LogRowModel;

const { Backward, Forward } = LogRowContextQueryDirection;
const asked = (sent: SentRequest[]) => (sent.at(-1)?.data as { queries: object[] }).queries[0];
const nothing = () => ({ data: { results: { 'A-context': { frames: [] } } } });

beforeEach(() => {
  fakeVariables({});
  knowDataSource();
});

describe('the context of a log line', () => {
  it.each([
    [Backward, { startSeq: '11', direction: 'backward' }],
    [Forward, { startSeq: '13', direction: 'forward' }],
  ])('is the lines of its job %s of it, by their number', async (direction, place) => {
    const sent = fakeGrafanaServer(nothing);
    await new JobsDataSource(settings).getLogRowContext(row, { direction, limit: 30 });
    expect(asked(sent)).toMatchObject({ queryType: 'logs', guid: 'g2', limit: 30, ignoreTimeRange: true, ...place });
  });

  it('is those of its node when one chooses so, also for the next line', async () => {
    const sent = fakeGrafanaServer(nothing);
    const dataSource = new JobsDataSource(settings);
    const onChange = jest.fn();
    render(<>{dataSource.getLogRowContextUi(row, onChange)}</>);
    await userEvent.click(screen.getByRole('radio', { name: 'Same node' }));
    expect(onChange).toHaveBeenCalledTimes(1);

    await dataSource.getLogRowContext(row, { direction: Backward });
    expect(asked(sent)).toMatchObject({
      queryType: 'logs',
      filters: [{ field: 'nid', operator: '=', values: ['7'] }],
      startTime: 2000,
      direction: 'backward',
      limit: 100,
    });
    expect(asked(sent)).not.toHaveProperty('guid');
    render(<>{dataSource.getLogRowContextUi(row, onChange)}</>);
    expect(screen.getAllByRole('radio', { name: 'Same node' }).at(-1)).toBeChecked();
  });

  it('opens in split view as a query around the line, of this data source', async () => {
    await expect(new JobsDataSource(settings).getLogRowContextQuery(row)).resolves.toMatchObject({
      refId: 'A-context',
      queryType: 'logs',
      guid: 'g2',
      startSeq: 12,
      around: true,
      ignoreTimeRange: true,
      datasource: { uid: 'jobs-1' },
    });
  });

  it('says so when the controller cannot answer', async () => {
    fakeGrafanaServer(() => ({ status: 502, data: { message: 'Nothing listens there.' } }));
    await expect(new JobsDataSource(settings).getLogRowContext(row)).rejects.toThrow('Nothing listens there.');
  });
});

describe('what Explore asks a data source for', () => {
  it('is there', () => {
    const dataSource = new JobsDataSource(settings);
    expect(hasLogsContextSupport(dataSource)).toBe(true);
    expect(hasLogsContextUiSupport(dataSource)).toBe(true);
    expect(hasToggleableQueryFiltersSupport(dataSource)).toBe(true);
    expect(hasQueryModificationSupport(dataSource)).toBe(true);
    for (const type of [SupplementaryQueryType.LogsVolume, SupplementaryQueryType.LogsSample]) {
      expect(hasSupplementaryQuerySupport(dataSource as unknown as DataSourceApi, type)).toBe(true);
    }
  });

  it('works on queries as they were saved, by former names', () => {
    const dataSource = new JobsDataSource(settings);
    const saved = {
      refId: 'A',
      version: 1,
      queryType: 'jobs',
      filters: [{ field: 'run', operator: '=', values: ['5'] }],
    } as never;
    expect(dataSource.queryHasFilter(saved, { key: 'runMs', value: '5' })).toBe(true);
    const toggled = dataSource.toggleQueryFilter(saved, { type: 'FILTER_FOR', options: { key: 'runMs', value: '5' } });
    expect(toggled.filters).toEqual([]);
    const changed = dataSource.modifyQuery(saved, {
      type: 'ADD_FILTER',
      query: '',
      options: { key: 'nid', value: '7' },
    });
    expect(changed.filters).toHaveLength(2);
    expect(dataSource.getSupportedQueryModifications()).toContain('ADD_STRING_FILTER');
    const request = { range: { from: dateTime(0), to: dateTime(1) }, targets: [saved] } as never;
    expect(dataSource.getSupplementaryRequest(SupplementaryQueryType.LogsSample, request)?.targets[0]).toMatchObject({
      queryType: 'jobLogs',
      filters: [{ field: 'runMs' }],
    });
  });
});
