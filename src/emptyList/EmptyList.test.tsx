import { render, screen } from '@testing-library/react';
import React from 'react';
import { EmptyList, needsQuery } from './EmptyList';

describe('EmptyList', () => {
  it('says why there is nothing, what to do, and offers the ways out', () => {
    render(
      <EmptyList title="No job matches" text="Clear the filters." isAboveRows>
        <button>Clear filters</button>
      </EmptyList>
    );
    expect(screen.getByText('No job matches')).toBeInTheDocument();
    expect(screen.getByText('Clear the filters.')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Clear filters' })).toBeInTheDocument();
  });

  it('names the query that a panel needs', () => {
    expect(needsQuery('No jobs to show', 'Jobs')).toEqual({
      title: 'No jobs to show',
      text: 'This panel needs a query of type “Jobs” of the OpenvCloud Jobs data source. Choose it in the panel’s query.',
    });
  });
});
