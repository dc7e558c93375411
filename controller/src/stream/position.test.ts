import { afterChange, formatPosition, isAfter, parsePosition, readAfter } from './position';

describe('a place among the changes', () => {
  it.each(['7', '7-0', '7-0-3', '123456789012345-2-10000001'])('reads back what it wrote: %s', (text) => {
    const position = parsePosition(text);
    expect(position && formatPosition(position)).toBe(text);
  });

  it.each(['', 'x', '-1', '7-', '7-0-3-1', '1e3', '1234567890123456', ' 7'])('is not %j', (text) => {
    expect(parsePosition(text)).toBeUndefined();
  });

  it('orders by change, item and line; a whole change comes after each of its events', () => {
    const inOrder = ['6', '7-0', '7-1-1', '7-1-2', '7-2', '7'].map((text) => parsePosition(text));
    inOrder.forEach((one, index) =>
      inOrder.forEach((other, place) => expect(one && other && isAfter(one, other)).toBe(index > place))
    );
  });

  it('reads a change again that was sent in part', () => {
    expect(readAfter({ change: 7, item: 1, seq: 2 })).toBe(6);
    expect(readAfter(afterChange(7))).toBe(7);
  });
});
