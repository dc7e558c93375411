import { CoreApp } from '@grafana/data';
import { cleanup, configure, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';
import { fakeVariables } from '../testing/grafanaWire';
import { giveLayout } from '../testing/layout';
import { type JobsDataSource } from './datasource';
import { defaultQuery, type JobsQuery } from './query/query';
import { QueryEditor } from './QueryEditor';

giveLayout();
// Asking jsdom whether each element is visible takes most of the time here: emotion's styles are many.
beforeAll(() => configure({ defaultHidden: true }));
afterAll(() => configure({ defaultHidden: false }));
jest.setTimeout(60_000);
beforeEach(() => fakeVariables({ queue: 'io' }));

/** `stored`: what Grafana keeps, when that is not what it shows. */
function setup(initial: Partial<JobsQuery>, app: CoreApp = CoreApp.PanelEditor, stored?: JobsQuery) {
  const onRunQuery = jest.fn();
  const fetchValues = jest.fn().mockResolvedValue([{ value: 'ERROR', count: 1234 }]);
  const current: { query: JobsQuery } = { query: { refId: 'A', version: 2, queryType: 'jobs', ...initial } };
  const saved = stored ?? current.query;
  function Host() {
    const [query, setQuery] = useState(current.query);
    const [stored, setStored] = useState(saved);
    current.query = stored;
    return (
      <QueryEditor
        query={query}
        queries={[stored]}
        onChange={(changed) => {
          setQuery(changed);
          setStored(changed);
        }}
        onRunQuery={onRunQuery}
        app={app}
        datasource={{ fetchValues } as unknown as JobsDataSource}
      />
    );
  }
  render(<Host />);
  return { current, onRunQuery, fetchValues, user: userEvent.setup({ pointerEventsCheck: 0, delay: null }) };
}

describe('QueryEditor', () => {
  it('changes the query type, keeps the conditions the new type knows, and runs', async () => {
    const { current, onRunQuery, user } = setup({
      filters: [
        { field: 'cmd', operator: '=', values: ['echo'] },
        { field: 'state', operator: '=', values: ['OK'] },
      ],
    });
    await user.click(screen.getByRole('combobox', { name: 'Query type' }));
    await user.click(await screen.findByRole('option', { name: /Logs/ }));

    expect(current.query).toMatchObject({
      queryType: 'logs',
      filters: [{ field: 'cmd', operator: '=', values: ['echo'] }],
    });
    expect(onRunQuery).toHaveBeenCalled();
  });

  it('adds a filter whose value is completed by the controller, with counts', async () => {
    const { current, user, fetchValues } = setup({});
    await user.click(screen.getByRole('button', { name: 'Add filter' }));
    const row = screen.getByRole('group', { name: 'Filter on State' });
    await user.click(within(row).getByRole('combobox', { name: 'Values' }));
    const option = await screen.findByRole('option', { name: /ERROR/ });
    expect(option).toHaveTextContent('1,234 times');
    await user.click(option);

    expect(fetchValues).toHaveBeenCalledWith('jobs', 'state', '', [], undefined);
    expect(current.query.filters).toEqual([{ field: 'state', operator: '=', values: ['ERROR'] }]);
  });

  it("offers the dashboard's variables among the values", async () => {
    const { current, user } = setup({ filters: [{ field: 'queue', operator: '=', values: [] }] });
    await user.click(screen.getByRole('combobox', { name: 'Values' }));
    await user.click(await screen.findByRole('option', { name: /\$\{queue\}/ }));
    expect(current.query.filters?.[0]?.values).toEqual(['${queue}']);
  });

  it('takes what is written as an author’s words, also in a query that came with its variables replaced', async () => {
    const { current, user } = setup({ search: 'a $', isReplaced: true });
    await user.type(screen.getByRole('textbox', { name: 'Search' }), 'queue');
    expect(current.query).toMatchObject({ search: 'a $queue', isReplaced: undefined });
  });

  it('says what is wrong with a condition, in the row', () => {
    setup({ filters: [{ field: 'runMs', operator: '=', values: ['fast'] }] });
    expect(screen.getByText('Expected a number, got "fast".')).toBeInTheDocument();
  });

  it('offers only the operators that work on a field', async () => {
    const { user } = setup({ filters: [{ field: 'timeStop', operator: 'range', values: ['1', '2'] }] });
    await user.click(screen.getByRole('combobox', { name: 'Operator' }));
    expect((await screen.findAllByRole('option')).map((option) => option.textContent)).toEqual(['in range']);
  });

  it('removes a filter and runs', async () => {
    const { current, onRunQuery, user } = setup({ filters: [{ field: 'cmd', operator: '=', values: ['echo'] }] });
    await user.click(screen.getByRole('button', { name: 'Remove filter' }));
    expect(current.query.filters).toEqual([]);
    expect(onRunQuery).toHaveBeenCalled();
  });

  it('runs a text when it is left or Enter is pressed, not on every letter', async () => {
    const { current, onRunQuery, user } = setup({});
    await user.type(screen.getByLabelText('Search'), 'disk full');
    expect(onRunQuery).not.toHaveBeenCalled();
    await user.keyboard('{Enter}');
    expect(onRunQuery).toHaveBeenCalledTimes(1);
    expect(current.query.search).toBe('disk full');
  });

  it('refuses a limit that the controller would refuse', async () => {
    const { user } = setup({});
    await user.type(screen.getByLabelText('Limit'), '50000');
    expect(screen.getByText('Expected 1 to 10000 rows.')).toBeInTheDocument();
  });

  it('changes the sort direction', async () => {
    const { current, user } = setup({ sort: '-runMs' });
    await user.click(screen.getAllByRole('radio')[1] as HTMLElement);
    expect(current.query.sort).toBe('runMs');
  });

  it.each([
    ['jobs', 'Time create'],
    ['jobCounts', 'Time stop'],
    ['jobDurations', 'Time stop'],
  ] as const)('shows which time %s go by when the query does not say it', (queryType, label) => {
    setup({ queryType });
    expect(screen.getByRole('combobox', { name: 'Time field' })).toHaveValue(label);
  });

  it('counts in alert rules by when an outcome became known, and says what another time misses', () => {
    setup({ queryType: 'jobCounts', format: 'number' }, CoreApp.UnifiedAlerting);
    expect(screen.getByRole('combobox', { name: 'Time field' })).toHaveValue('Time known');
    expect(screen.queryByText('A rule by this time misses jobs')).not.toBeInTheDocument();
    cleanup();
    setup({ queryType: 'jobCounts', format: 'number', timeField: 'timeStop' }, CoreApp.UnifiedAlerting);
    expect(screen.getByText('A rule by this time misses jobs')).toBeInTheDocument();
  });

  it('asks for durations with filters, groups and a format', async () => {
    const { current, user } = setup({
      queryType: 'jobs',
      filters: [{ field: 'queue', operator: '=', values: ['io'] }],
    });
    await user.click(screen.getByRole('combobox', { name: 'Query type' }));
    await user.click(await screen.findByRole('option', { name: /Job durations/ }));
    await user.click(screen.getByRole('radio', { name: 'Number' }));
    await user.click(screen.getByRole('combobox', { name: 'Group by' }));
    await user.click(await screen.findByRole('option', { name: 'Command' }));

    expect(current.query).toMatchObject({
      queryType: 'jobDurations',
      filters: [{ field: 'queue', operator: '=', values: ['io'] }],
      format: 'number',
      groupBy: ['cmd'],
    });
  });

  it('offers alert rules what makes numbers only', async () => {
    const { user } = setup({ queryType: 'jobCounts' }, CoreApp.UnifiedAlerting);
    await user.click(screen.getByRole('combobox', { name: 'Query type' }));
    const options = await screen.findAllByRole('option');
    expect(options.map(({ id }) => id.replace('combobox-option-', ''))).toEqual([
      'jobCounts',
      'logCounts',
      'nodeStats',
      'nodes',
      'queues',
      'failures',
      'controllerBehind',
    ]);
  });

  it('stores what it shows of a new alert rule, which Grafana would save without it', () => {
    const shown = defaultQuery(CoreApp.UnifiedAlerting);
    const { current } = setup(shown, CoreApp.UnifiedAlerting, { refId: 'A' } as JobsQuery);
    expect(current.query).toEqual({ ...shown, refId: 'A' });
  });

  it('leaves a rule that says what it asks as it is', () => {
    const stored: JobsQuery = { refId: 'A', version: 2, queryType: 'jobCounts', format: 'number' };
    const { current } = setup(stored, CoreApp.UnifiedAlerting, stored);
    expect(current.query).toBe(stored);
  });

  it('leads alert rules to numbers: the last interval of a time series is not over', async () => {
    const { current, user } = setup({ queryType: 'jobCounts' }, CoreApp.UnifiedAlerting);
    expect(screen.getByText('A rule sees a fraction of these counts')).toBeInTheDocument();
    await user.click(screen.getByRole('radio', { name: 'Number' }));
    expect(current.query.format).toBe('number');
    expect(screen.queryByText('A rule sees a fraction of these counts')).not.toBeInTheDocument();
    expect(screen.queryByRole('radio', { name: 'Time series' })).not.toBeInTheDocument();
  });

  it('counts log lines for alert rules, and leads them to numbers', async () => {
    const { current, user } = setup({ queryType: 'logCounts', search: 'disk' }, CoreApp.UnifiedAlerting);
    expect(screen.getByText('A rule sees a fraction of these counts')).toBeInTheDocument();
    await user.click(screen.getByRole('radio', { name: 'Number' }));
    expect(current.query).toMatchObject({ queryType: 'logCounts', search: 'disk', format: 'number' });
    expect(screen.queryByText('A rule sees a fraction of these counts')).not.toBeInTheDocument();
  });

  it('turns a query that an alert rule cannot evaluate into counts', async () => {
    const { current, user } = setup({ queryType: 'logs' }, CoreApp.UnifiedAlerting);
    await user.click(screen.getByRole('button', { name: 'Use job counts' }));
    expect(current.query).toMatchObject({ queryType: 'jobCounts', format: 'number' });
  });

  it('chooses stats of nodes by what they are called, and an alert rule is led to one number of each', async () => {
    const { current, user } = setup({ queryType: 'nodeStats' }, CoreApp.UnifiedAlerting);
    expect(screen.getByText('A rule wants one number')).toBeInTheDocument();
    await user.click(screen.getByRole('combobox', { name: 'Stats' }));
    await user.click(await screen.findByRole('option', { name: /Memory used \(%\)/ }));
    await user.click(screen.getByRole('radio', { name: 'Number' }));
    expect(current.query).toMatchObject({ queryType: 'nodeStats', stats: ['memory_used_percent'], format: 'number' });
    expect(screen.queryByText('A rule wants one number')).not.toBeInTheDocument();
  });
});
