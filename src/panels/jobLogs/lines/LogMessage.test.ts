import { foldMessage } from './LogMessage';

describe('foldMessage', () => {
  it('shows the first line only where lines do not wrap', () => {
    expect(foldMessage('a\nb', false)).toBe('a');
  });

  it('shows the beginning of a long message', () => {
    expect(foldMessage(Array.from({ length: 40 }, (_, i) => i).join('\n'), true).split('\n')).toHaveLength(12);
    expect(foldMessage('x'.repeat(100_000), true)).toHaveLength(1200);
    expect(foldMessage('short\ntext', true)).toBe('short\ntext');
  });

  it.each([true, false])('never cuts within a character, wrapped: %s', (isWrapped) => {
    expect(foldMessage(`${'x'.repeat(1199)}😀y`, isWrapped)).toBe('x'.repeat(1199));
  });
});
