import { render, screen } from '@testing-library/react';
import React from 'react';
import { giveLayout } from '../testing/layout';
import { VirtualRows, type VirtualRowsProps } from './VirtualRows';

giveLayout();

function rowsOf(props: Partial<VirtualRowsProps>) {
  return (
    <VirtualRows
      role="region"
      aria-label="Rows"
      count={10}
      rowHeight={22}
      maxHeight={300}
      renderRow={(index) => <p>{`row ${index}`}</p>}
      {...props}
    />
  );
}

const shown = () => screen.getAllByText(/^row \d+$/).map(({ textContent }) => Number(textContent?.slice(4)));
const box = () => screen.getByRole('region', { name: 'Rows' });

describe('VirtualRows', () => {
  it('has every row of a list of a thousand in the page, for the browser’s own search', () => {
    render(rowsOf({ count: 1000 }));
    expect(shown()).toHaveLength(1000);
  });

  it('has a part of a longer list in the page, with room for all', () => {
    render(rowsOf({ count: 100_000 }));
    expect(shown().length).toBeGreaterThan(10);
    expect(shown().length).toBeLessThan(200);
    expect(box().firstElementChild).toHaveStyle({ height: '2200000px' });
  });

  it('scrolls its own box to the row that is to be seen, and again to another', () => {
    jest.spyOn(HTMLElement.prototype, 'offsetTop', 'get').mockReturnValue(4400);
    const { rerender } = render(rowsOf({ count: 500, revealed: 200 }));
    expect(box().scrollTop).toBe(4300);
    jest.spyOn(HTMLElement.prototype, 'offsetTop', 'get').mockReturnValue(22);
    rerender(rowsOf({ count: 500, revealed: 1 }));
    expect(box().scrollTop).toBe(0);
  });

  it('stays where it is while nothing is to be seen, and for a row that there is not', () => {
    const { rerender } = render(rowsOf({ count: 500 }));
    box().scrollTop = 70;
    rerender(rowsOf({ count: 500, revealed: 900 }));
    expect(box().scrollTop).toBe(70);
  });

  it('scrolls to a row of a long list', () => {
    jest.spyOn(Element.prototype, 'scrollHeight', 'get').mockReturnValue(5000 * 22);
    const scrollTo = jest.fn();
    Element.prototype.scrollTo = scrollTo;
    render(rowsOf({ count: 5000, revealed: 4000 }));
    expect(scrollTo).toHaveBeenCalledWith(expect.objectContaining({ top: expect.closeTo(4001 * 22 - 300, -2) }));
  });
});
