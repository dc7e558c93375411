import { hrefOfLine, lineOfUrl } from './lineOfUrl';

describe('lineOfUrl', () => {
  it.each([
    ['?line=12', 12],
    ['?a=1&line=1', 1],
    ['?line=9999999', 9_999_999],
    ['?line=99999999', undefined],
    ['?line=0', undefined],
    ['?line=012', undefined],
    ['?line=-1', undefined],
    ['?line=1.5', undefined],
    ['?line=x', undefined],
    ['?line=', undefined],
    ['', undefined],
  ])('reads %j', (search, line) => {
    expect(lineOfUrl(search)).toBe(line);
  });
});

describe('hrefOfLine', () => {
  it('points at a line of the same page, in place of another', () => {
    expect(hrefOfLine('/d/x', '?a=1&line=2&b=3', 7)).toBe('/d/x?a=1&line=7&b=3');
    expect(hrefOfLine('/d/x', '', 7)).toBe('/d/x?line=7');
  });
});
