import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { SourceView } from './SourceView';

jest.setTimeout(30_000);

const SOURCE = 'def action():\n    # \u202e harmless\n    return 1';
const view = (props: Partial<React.ComponentProps<typeof SourceView>> = {}) => (
  <SourceView source={SOURCE} label="Source of acme:disk" maxHeight={300} {...props} />
);
const lines = () => [...screen.getByRole('region').children].map(({ textContent }) => textContent);

describe('SourceView', () => {
  it('numbers the lines, and counts them', () => {
    render(view());
    expect(lines()).toEqual(['1def action():', '2    # ⟨U+202E⟩ harmless', '3    return 1']);
    expect(screen.getByText('3 lines')).toBeInTheDocument();
  });

  it('counts one line as one', () => {
    render(view({ source: 'x = 1' }));
    expect(screen.getByText('1 line')).toBeInTheDocument();
  });

  it('copies the source as it is, also what is written out to be seen', async () => {
    const user = userEvent.setup({ pointerEventsCheck: 0 });
    Object.defineProperty(window, 'isSecureContext', { value: true, configurable: true });
    render(view());
    await user.click(screen.getByRole('button', { name: 'Copy' }));
    expect(await navigator.clipboard.readText()).toBe(SOURCE);
  });

  it.each([['chosen'], ['failed']] as const)('marks the line that was %s, for screen readers too', (markedAs) => {
    render(view({ markedLine: 3, markedAs }));
    expect(document.querySelector('[aria-current="true"]')).toHaveTextContent('return 1');
    expect(document.querySelectorAll('[aria-current]')).toHaveLength(1);
  });

  it('links its line numbers where somebody says to what', () => {
    render(view({ hrefOfLine: (line) => `/d/x?line=${line}` }));
    expect(screen.getByRole('link', { name: 'Line 2' })).toHaveAttribute('href', '/d/x?line=2');
  });

  it('has no links where nobody does', () => {
    render(view());
    expect(screen.queryByRole('link')).not.toBeInTheDocument();
  });
});
