import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { type JobsQuery } from '../query/query';
import { QueryHints } from './QueryHints';

const query: JobsQuery = { refId: 'A', version: 2, queryType: 'logs', search: 'disk', ignoreTimeRange: true };

describe('QueryHints', () => {
  it('says what would help, and does it', async () => {
    const onFix = jest.fn();
    render(<QueryHints query={query} onFix={onFix} />);
    expect(screen.getByRole('status')).toHaveTextContent('This searches all there is');
    await userEvent.click(screen.getByRole('button', { name: 'Search the time range only' }));
    expect(onFix).toHaveBeenCalledWith({ ...query, ignoreTimeRange: false });
  });

  it('takes no room when there is nothing to say', () => {
    const { container } = render(<QueryHints query={{ ...query, search: '' }} onFix={jest.fn()} />);
    expect(container).toBeEmptyDOMElement();
  });
});
