import { LIMITS } from '@openvcloud/contract';
import { parseLogged } from './parseLogged';

const MOST = 20;
const line = { t: 7, l: 4, c: 'disk', m: 'full' };
const parse = (changes: object = {}): ReturnType<typeof parseLogged> =>
  parseLogged(JSON.stringify({ ...line, ...changes }), MOST, (monotonic) => 1000 + monotonic);

describe('a line that a script logged', () => {
  it('has its time by the clock of the job, its level, category and message', () => {
    expect(parse()).toEqual({ time: 1007, level: 4, category: 'disk', message: 'full' });
  });

  it.each([
    ['no JSON', '{"t":1'],
    ['no object', '7'],
    ['a time in words', JSON.stringify({ ...line, t: '7' })],
    ['a level in words', JSON.stringify({ ...line, l: 'error' })],
    ['a category that is no text', JSON.stringify({ ...line, c: 1 })],
    ['no message', JSON.stringify({ ...line, m: undefined })],
  ])('is none with %s', (_what, json) => {
    expect(parseLogged(json, MOST, (monotonic) => monotonic)).toBeUndefined();
  });

  it.each([
    [-3, 1],
    [0, 1],
    [1, 1],
    [4.4, 4],
    [4.6, 5],
    [9, 9],
    [10, 9],
    [1e9, 9],
  ])('of level %d has level %d', (said, level) => {
    expect(parse({ l: said })?.level).toBe(level);
  });

  it('has a category of at most so many characters, none of them half', () => {
    const long = '😀'.repeat(LIMITS.categoryChars + 1);
    expect(parse({ c: long })?.category).toBe('😀'.repeat(LIMITS.categoryChars));
    expect(parse({ c: 'x'.repeat(LIMITS.categoryChars) })?.category).toHaveLength(LIMITS.categoryChars);
  });

  it('has no NUL in its message, and in its names nothing that cannot be seen', () => {
    expect(parse({ c: 'a\0', m: '\0b', tags: ['c\u001b[31m', 'd\u202e'] })).toMatchObject({
      category: 'a\\x00',
      message: '\ufffdb',
      tags: ['c\\x1b[31m', 'd\\u{202e}'],
    });
  });

  it('that is too long is cut, and says how long it was', () => {
    expect(parse({ m: 'x'.repeat(MOST) })).toEqual({
      time: 1007,
      level: 4,
      category: 'disk',
      message: 'x'.repeat(MOST),
    });
    expect(parse({ m: 'x'.repeat(MOST + 5) })).toMatchObject({ message: 'x'.repeat(MOST), truncatedFrom: MOST + 5 });
  });

  it('that the script cut itself says how long it was', () => {
    expect(parse({ size: 123 })?.truncatedFrom).toBe(123);
    expect(parse({ size: 123, m: 'x'.repeat(MOST + 5) })?.truncatedFrom).toBe(123);
  });

  it.each([0, -1, 1.5, '123', null, 2 ** 60])('does not believe a size of %p', (size) => {
    expect(parse({ size })).not.toHaveProperty('truncatedFrom');
    expect(parse({ size, m: 'x'.repeat(MOST + 5) })?.truncatedFrom).toBe(MOST + 5);
  });

  it('has those of its tags that are texts, as many as the contract takes', () => {
    expect(parse({ tags: ['a', 1, null, 'b'] })?.tags).toEqual(['a', 'b']);
    expect(parse({ tags: [] })?.tags).toEqual([]);
    expect(parse({ tags: 'a' })).not.toHaveProperty('tags');
    const many = Array.from({ length: LIMITS.tagsPerLine + 1 }, (_, n) => `tag${n}`);
    const told = '(2 more tags were left out)';
    expect(parse({ tags: many })?.tags).toEqual([...many.slice(0, LIMITS.tagsPerLine - 1), told]);
  });
});
