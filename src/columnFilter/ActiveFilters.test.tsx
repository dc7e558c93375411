import { type Condition, JOB_FIELDS } from '@openvcloud/contract/src/filter';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { ActiveFilters } from './ActiveFilters';

// jsdom is slow on a busy machine.
jest.setTimeout(30_000);

const STATE: Condition = { field: 'state', operator: '=', values: ['ERROR'] };
const CMD: Condition = { field: 'cmd', operator: 'contains', values: ['disk'] };

function setup(conditions: Condition[], search = '', unreadable: string[] = []) {
  const did: string[] = [];
  const { container } = render(
    <ActiveFilters
      filters={{ filters: conditions, unreadable }}
      fields={JOB_FIELDS}
      search={search}
      onRemove={(field) => did.push(`remove ${field}`)}
      onClearSearch={() => did.push('clear search')}
      onClearAll={() => did.push('clear all')}
    />
  );
  return { did, container, user: userEvent.setup() };
}

describe('ActiveFilters', () => {
  it('is not there when nothing narrows the list', () => {
    expect(setup([]).container).toBeEmptyDOMElement();
  });

  it('says what narrows the list, in words, and takes each out by itself', async () => {
    const { did, user } = setup([STATE, CMD], 'sdb');
    const removes = screen.getAllByRole('button', { name: /^Remove filter/ });
    expect(removes.map((button) => button.getAttribute('aria-label'))).toEqual([
      'Remove filter: State is ERROR',
      'Remove filter: Command contains disk',
      'Remove filter: Search “sdb”',
    ]);
    for (const button of removes) {
      await user.click(button);
    }
    expect(did).toEqual(['remove state', 'remove cmd', 'clear search']);
  });

  it('shows a filter of the address that there is not, and takes it out', async () => {
    const { did, user } = setup([STATE], '', ['colour|=|red']);
    await user.click(screen.getByRole('button', { name: 'Remove filter: Unknown filter “colour = red”' }));
    expect(did).toEqual(['remove colour']);
  });

  it('takes all out at once', async () => {
    const { did, user } = setup([STATE]);
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(did).toEqual(['clear all']);
  });

  it('shows a search alone', () => {
    setup([], 'sdb');
    expect(screen.getByRole('group', { name: 'Active filters' })).toHaveTextContent('Search “sdb”');
  });

  it('says the whole condition where it is cut for want of room', () => {
    setup([STATE]);
    expect(screen.getByTitle('State is ERROR')).toBeInTheDocument();
  });

  it('leaves out a field that the list does not have', () => {
    expect(setup([{ field: 'colour', operator: '=', values: ['red'] }]).container).toBeEmptyDOMElement();
  });
});
