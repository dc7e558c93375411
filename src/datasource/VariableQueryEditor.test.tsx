import { configure, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';
import { fakeVariables } from '../testing/grafanaWire';
import { giveLayout } from '../testing/layout';
import { type JobsDataSource } from './datasource';
import { type VariableQuery } from './query/variableQuery';
import { VariableQueryEditor } from './VariableQueryEditor';

giveLayout();
beforeAll(() => configure({ defaultHidden: true }));
afterAll(() => configure({ defaultHidden: false }));
jest.setTimeout(60_000);

it('stores field, search and switches, and offers only fields whose values can be listed', async () => {
  fakeVariables({});
  const current: { query: VariableQuery } = { query: { refId: 'v', version: 2, of: 'jobs', field: 'state' } };
  function Host() {
    const [query, setQuery] = useState(current.query);
    current.query = query;
    return <VariableQueryEditor query={query} onChange={setQuery} datasource={{} as JobsDataSource} />;
  }
  render(<Host />);
  const user = userEvent.setup({ pointerEventsCheck: 0, delay: null });
  await user.click(screen.getByRole('combobox', { name: 'Field' }));
  expect(screen.queryByRole('option', { name: 'Error message' })).not.toBeInTheDocument();
  await user.click(await screen.findByRole('option', { name: 'Queue' }));
  await user.type(screen.getByLabelText('Search'), 'io');
  await user.click(screen.getByRole('switch', { name: 'Show counts' }));
  expect(current.query).toMatchObject({ field: 'queue', search: 'io', showCounts: true });
  await user.click(screen.getByRole('combobox', { name: 'Values of' }));
  await user.click(await screen.findByRole('option', { name: 'Nodes' }));
  expect(current.query).toMatchObject({ of: 'nodes', field: 'nid' });
});
