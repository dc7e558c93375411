import { CoreApp } from '@grafana/data';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import React, { useState } from 'react';
import { giveLayout } from '../testing/layout';
import { type JobsDataSource } from './datasource';
import { EXAMPLES } from './query/examples';
import { ALERT_TYPES, QUERY_TYPE_SPECS, QUERY_TYPES, type JobsQuery, type QueryType } from './query/query';
import { QueryHelp } from './QueryHelp';
import { QueryModes } from './QueryModes';

giveLayout();
jest.setTimeout(60_000);

function setup(app = CoreApp.Explore) {
  const onRunQuery = jest.fn();
  const current: { query: JobsQuery } = {
    query: { refId: 'A', version: 2, queryType: 'logs', search: 'disk', isReplaced: true },
  };
  function Host() {
    const [query, setQuery] = useState(current.query);
    current.query = query;
    const datasource = { fetchValues: async () => [] } as unknown as JobsDataSource;
    return <QueryModes query={query} onChange={setQuery} onRunQuery={onRunQuery} app={app} datasource={datasource} />;
  }
  render(<Host />);
  return { current, onRunQuery, user: userEvent.setup({ pointerEventsCheck: 0, delay: null }) };
}

const raw = () => screen.getByRole('textbox', { name: 'Query in the words of the API' });

describe('a query', () => {
  it('is shown in the words of the API, changed there, and shown as choices again', async () => {
    const { current, onRunQuery, user } = setup();
    await user.click(screen.getByRole('radio', { name: 'API' }));
    expect(raw()).toHaveValue('logs\nq=disk');
    await user.type(raw(), '\nlimit=5');
    await user.tab();
    expect(current.query).toEqual({ refId: 'A', version: 2, queryType: 'logs', search: 'disk', limit: 5 });
    expect(onRunQuery).toHaveBeenCalledTimes(1);
    await user.click(screen.getByRole('radio', { name: 'Builder' }));
    expect(screen.getByLabelText('Limit')).toHaveValue(5);
  });

  it('that is not good yet is neither stored nor run, and says why', async () => {
    const { current, onRunQuery, user } = setup();
    await user.click(screen.getByRole('radio', { name: 'API' }));
    await user.click(raw());
    await user.paste('\nfilter=level|=|loud');
    expect(screen.getByText(/^Line 3: Expected /)).toBeInTheDocument();
    expect(current.query.filters).toBeUndefined();
    await user.tab();
    expect(onRunQuery).not.toHaveBeenCalled();
    expect(raw()).toBeInvalid();
  });

  it('of an alert rule is led by choices', () => {
    setup(CoreApp.UnifiedAlerting);
    expect(screen.queryByRole('radio', { name: 'API' })).not.toBeInTheDocument();
  });
});

it('has help with examples, which Explore takes over', async () => {
  const onClickExample = jest.fn();
  const query = { refId: 'A', version: 2, queryType: 'jobs' } as const;
  render(
    <QueryHelp datasource={{} as JobsDataSource} query={query} onClickExample={onClickExample} exploreId="left" />
  );
  const [first] = EXAMPLES;
  await userEvent.setup({ pointerEventsCheck: 0 }).click(screen.getByRole('button', { name: first?.asks }));
  expect(onClickExample).toHaveBeenCalledWith({ ...first?.query, refId: 'A' });
});

it("has help beside a panel's queries that knows every query type, and those of alert rules", () => {
  const help = readFileSync(join(__dirname, 'query_help.md'), 'utf8');
  const [, , ...rows] = help.split('\n').filter((line) => line.startsWith('|'));
  const known = rows.flatMap((row) => row.split('|')[1]?.trim().split(', ') ?? []);
  const labelsOf = (types: readonly QueryType[]) => types.map((type) => QUERY_TYPE_SPECS[type].label);
  expect(known.sort()).toEqual(labelsOf(QUERY_TYPES).sort());

  const ofRules = /\*\*Alert rules\*\* use ([^.]*)\./.exec(help)?.[1]?.split(/, | or /);
  expect(ofRules).toEqual(labelsOf(ALERT_TYPES));
});
