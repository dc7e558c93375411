import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { type ListMeta } from '../listFrame/readListMeta';
import { ListNotices } from './ListNotices';

const META: ListMeta = { page: { next: null, prev: null, limit: 25, offset: 0 }, notices: [] };
const COVERAGE = { asOf: 1, from: null, to: null, isCut: true, notice: null };

function setup(props: Partial<React.ComponentProps<typeof ListNotices>> = {}) {
  const onRetry = jest.fn();
  const { container } = render(<ListNotices meta={META} onRetry={onRetry} {...props} />);
  return { container, onRetry };
}
const notes = () => screen.queryAllByRole('note').map(({ textContent }) => textContent);

describe('ListNotices', () => {
  it('says nothing of a whole answer without an error', () => {
    const coverage = { ...COVERAGE, isCut: false, notice: 'not to be said' };
    expect(setup({ meta: { ...META, coverage } }).container).toBeEmptyDOMElement();
  });

  it('says an error loudly, and offers to ask again', async () => {
    const { onRetry } = setup({ error: 'The controller does not answer.' });
    expect(screen.getByRole('alert')).toHaveTextContent('The controller does not answer.');
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(onRetry).toHaveBeenCalledTimes(1);
  });

  it('says what the answer does not cover, in the controller’s words', () => {
    setup({ meta: { ...META, coverage: { ...COVERAGE, notice: 'Only 30 days are kept.' } } });
    expect(notes()).toEqual(['Only 30 days are kept.']);
  });

  it('says that the answer is cut also when the controller does not say why', () => {
    setup({ meta: { ...META, coverage: COVERAGE } });
    expect(notes()).toEqual(['This list is cut: narrow the time range or the filters to see the rest.']);
  });

  it('says faults of the address first, then notices of the answer, each once', () => {
    const notices = [
      { severity: 'warning' as const, text: 'Only 30 days are kept.' },
      { severity: 'info' as const, text: 'A node is away.' },
    ];
    setup({
      faults: ['The filter “x” was left out.'],
      meta: { ...META, notices, coverage: { ...COVERAGE, notice: 'Only 30 days are kept.' } },
    });
    expect(notes()).toEqual(['The filter “x” was left out.', 'Only 30 days are kept.', 'A node is away.']);
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });
});
