import { configure, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';
import { giveLayout } from '../../testing/layout';
import { type JobsQuery } from '../query/query';
import { ListOptions } from './ListOptions';

giveLayout();
beforeAll(() => configure({ defaultHidden: true }));
afterAll(() => configure({ defaultHidden: false }));
jest.setTimeout(60_000);

function setup(initial: Partial<JobsQuery>) {
  const onRunQuery = jest.fn();
  const saved: { query: JobsQuery } = { query: { refId: 'A', version: 2, queryType: 'jobs', ...initial } };
  function Host() {
    const [query, setQuery] = useState(saved.query);
    saved.query = query;
    const onChange = (changes: Partial<JobsQuery>) => setQuery({ ...query, ...changes });
    return <ListOptions query={query} onChange={onChange} onRunQuery={onRunQuery} />;
  }
  render(<Host />);
  return { saved, onRunQuery, user: userEvent.setup({ pointerEventsCheck: 0, delay: null }) };
}

describe('the order of jobs', () => {
  it('is the newest first unless the query says it', () => {
    setup({});
    expect(screen.getByRole('combobox', { name: 'Sort by' })).toHaveValue('Time create');
    expect(screen.getAllByRole('radio').map((radio) => (radio as HTMLInputElement).checked)).toEqual([true, false]);
  });

  it.each([
    ['-timeCreate', '-cmd'],
    ['queue', 'cmd'],
  ])('by %s keeps its direction with another field', async (sort, next) => {
    const { saved, user, onRunQuery } = setup({ sort });
    await user.click(screen.getByRole('combobox', { name: 'Sort by' }));
    await user.click(await screen.findByRole('option', { name: 'Command' }));
    expect(saved.query.sort).toBe(next);
    expect(onRunQuery).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['-cmd', 1, 'cmd'],
    ['cmd', 0, '-cmd'],
  ])('by %s is turned round, and runs', async (sort, radio, next) => {
    const { saved, user, onRunQuery } = setup({ sort });
    await user.click(screen.getAllByRole('radio')[radio] ?? document.body);
    expect(saved.query.sort).toBe(next);
    expect(onRunQuery).toHaveBeenCalledTimes(1);
  });

  it('offers no field that cannot be sorted by', async () => {
    const { user } = setup({});
    await user.type(screen.getByRole('combobox', { name: 'Sort by' }), 'Arg');
    expect(screen.queryByRole('option', { name: 'Arguments' })).not.toBeInTheDocument();
  });
});

describe('the order of log lines', () => {
  it('is the newest first unless the query says it, and is turned round', async () => {
    const { saved, user, onRunQuery } = setup({ queryType: 'logs' });
    expect(screen.getByLabelText('Newest first')).toBeChecked();
    expect(screen.queryByRole('combobox')).not.toBeInTheDocument();
    await user.click(screen.getByLabelText('Oldest first'));
    expect(saved.query.direction).toBe('forward');
    expect(onRunQuery).toHaveBeenCalledTimes(1);
  });
});

describe('the limit', () => {
  it.each([
    ['1', 1, true],
    ['1000', 1000, true],
    ['10000', 10000, true],
    ['10001', 10001, false],
    ['0', 0, false],
    ['-5', -5, false],
    ['2.5', 2.5, false],
  ])('%s is stored as %d, said to be good: %s', async (text, limit, isGood) => {
    const { saved, user, onRunQuery } = setup({});
    await user.type(screen.getByLabelText('Limit'), text);
    expect(saved.query.limit).toBe(limit);
    expect(screen.queryByText('Expected 1 to 10000 rows.') === null).toBe(isGood);
    expect(onRunQuery).not.toHaveBeenCalled();
    await user.keyboard('{Enter}');
    expect(onRunQuery).toHaveBeenCalledTimes(1);
  });

  it('is taken back to the default by deleting it, and runs when it is left', async () => {
    const { saved, user, onRunQuery } = setup({ limit: 25 });
    await user.clear(screen.getByLabelText('Limit'));
    expect(saved.query.limit).toBeUndefined();
    expect(screen.getByLabelText('Limit')).toHaveAttribute('placeholder', '100');
    await user.tab();
    expect(onRunQuery).toHaveBeenCalledTimes(1);
  });
});

it('lists all there are, whatever the time range, where that is wanted', async () => {
  const { saved, user, onRunQuery } = setup({});
  await user.click(screen.getByRole('switch', { name: 'Ignore time range' }));
  expect(saved.query.ignoreTimeRange).toBe(true);
  await user.click(screen.getByRole('switch', { name: 'Ignore time range' }));
  expect(saved.query.ignoreTimeRange).toBe(false);
  expect(onRunQuery).toHaveBeenCalledTimes(2);
});
