import { jobQuestion } from '../query/question';
import { jobOrder } from '../query/jobSort';
import type { Key, Order } from '../query/keyset';
import { decodeCursor, encodeCursor, selectionHash, selectionOf, type Cursor } from './cursor';

const ORDER: Order = {
  name: '-runMs',
  isDescending: true,
  columns: [
    { sql: 'run_ms', type: 'bigint', isNullable: true },
    { sql: 'timeout_seconds', type: 'double precision', isNullable: false },
    { sql: 'guid', type: 'text', isNullable: false },
  ],
};
const SELECTION = selectionOf({ conditions: [{ field: 'cmd', operator: '=', values: ['a|b'] }], search: 'disk' });
const HASH = selectionHash(ORDER, SELECTION);
const CURSOR: Cursor = { key: [5, 0.5, 'guid'], isForward: true, offset: 100 };
const asText = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const WIRE = { v: 1, k: CURSOR.key, f: true, o: 100, h: HASH };

describe('a cursor', () => {
  it.each<[string, Partial<Cursor>]>([
    ['forward', {}],
    ['backward', { isForward: false }],
    ['at an unknown position', { offset: null }],
    ['at the start', { offset: 0 }],
    ['at a missing value', { key: [null, 1, ''] }],
    ['of negative numbers', { key: [-5, -0.5, 'x'] }],
  ])('%s leads back to its place', (_, changes) => {
    const cursor = { ...CURSOR, ...changes };
    expect(decodeCursor(encodeCursor(cursor, HASH), ORDER, HASH)).toEqual(cursor);
  });

  it('is what clients may have from before: base64url of the same JSON', () => {
    expect(encodeCursor(CURSOR, HASH)).toBe(asText(WIRE));
  });

  it.each<[string, string]>([
    ['no base64', '%%%'],
    ['no JSON', Buffer.from('{').toString('base64url')],
    ['no object', asText(5)],
    ['null', asText(null)],
    ['nothing of it', asText({})],
    ...Object.keys(WIRE).map((name): [string, string] => [`no ${name}`, asText({ ...WIRE, [name]: undefined })]),
    ['another version', asText({ ...WIRE, v: 2 })],
    ['a key that is none', asText({ ...WIRE, k: 'guid' })],
    ['a key of objects', asText({ ...WIRE, k: [5, {}, 'guid'] })],
    ['a key of truths', asText({ ...WIRE, k: [true, 0.5, 'guid'] })],
    ['a way that is none', asText({ ...WIRE, f: 1 })],
    ['a negative position', asText({ ...WIRE, o: -1 })],
    ['half a position', asText({ ...WIRE, o: 1.5 })],
    ['a position in words', asText({ ...WIRE, o: '100' })],
    ['a hash that is none', asText({ ...WIRE, h: 5 })],
  ])('that is %s is told from one', (_, text) => {
    expect(() => decodeCursor(text, ORDER, HASH)).toThrow(
      expect.objectContaining({
        code: 'BAD_CURSOR',
        detail: 'Expected a cursor as page.next and page.prev give them, got another text.',
      })
    );
  });

  it.each<[string, Key]>([
    ['of fewer columns', [5, 0.5]],
    ['of more columns', [5, 0.5, 'guid', 1]],
    ['of text where a number is', ['5', 0.5, 'guid']],
    ['of a number where text is', [5, 0.5, 6]],
    ['of a part where whole numbers are', [5.5, 0.5, 'guid']],
    ['of a number beyond what is exact', [2 ** 53, 0.5, 'guid']],
    ['of a missing value where none can be', [5, null, 'guid']],
    ['of text that PostgreSQL cannot hold', [5, 0.5, 'gu\0id']],
  ])('with a key %s is one of another query', (_, key) => {
    expect(() => decodeCursor(encodeCursor({ ...CURSOR, key }, HASH), ORDER, HASH)).toThrow(
      expect.objectContaining({
        code: 'BAD_CURSOR',
        detail: expect.stringMatching(/of this same query .*, got one of another\.$/),
      })
    );
  });

  it('belongs to its order, conditions and search, and to nothing else', () => {
    const hash = (name: string, field: string, search: string) =>
      selectionHash(
        { ...ORDER, name },
        selectionOf({ conditions: [{ field, operator: '=', values: ['a|b'] }], search })
      );
    expect(hash('-runMs', 'cmd', 'disk')).toBe(HASH);
    expect(HASH).toHaveLength(16);
    const others = [hash('runMs', 'cmd', 'disk'), hash('-runMs', 'queue', 'disk'), hash('-runMs', 'cmd', '')];
    expect(new Set([HASH, ...others]).size).toBe(4);
    others.forEach((other) => expect(() => decodeCursor(encodeCursor(CURSOR, HASH), ORDER, other)).toThrow());
  });

  it('knows its conditions as they came over the wire: those of a former controller still lead on', () => {
    expect(SELECTION).toEqual([['cmd|=|a\\|b'], 'disk']);
  });
});

const hashOf = (sort: string, filter: string[], q: string) => {
  const question = jobQuestion({ filter, q });
  return selectionHash(jobOrder(sort), [...selectionOf(question), question.timeField]);
};
/** What a controller made of `sort=-run&filter=run|range|5|&filter=result|contains|a&q=disk` before fields were renamed. */
const HASH_OF_THEN = 'w_8W6FTm1Zsb60vY';

describe('a cursor of before fields were renamed', () => {
  it.each([
    ['-run', ['run|range|5|', 'result|contains|a']],
    ['-runMs', ['runMs|range|5|', 'resultPreview|contains|a']],
    ['-run', ['runMs|range|5|', 'result|contains|a']],
  ])('is one of the list by %s where %j', (sort, filter) => {
    const key = [5000, 1_780_000_000_000, 'a-guid'];
    const then = encodeCursor({ key, isForward: true, offset: 20 }, HASH_OF_THEN);
    expect(decodeCursor(then, jobOrder(sort), hashOf(sort, filter, 'disk'))).toEqual({
      key,
      isForward: true,
      offset: 20,
    });
  });

  it.each([
    ['another order', '-waitMs', ['runMs|range|5|', 'resultPreview|contains|a'], 'disk'],
    ['the other direction', 'runMs', ['runMs|range|5|', 'resultPreview|contains|a'], 'disk'],
    ['another field', '-runMs', ['waitMs|range|5|', 'resultPreview|contains|a'], 'disk'],
    ['another text', '-runMs', ['runMs|range|5|', 'resultPreview|contains|a'], 'disks'],
    ['a value that is called as a field was', '-runMs', ['runMs|range|5|', 'cmd|=|result'], 'disk'],
  ])('is not one of a list with %s', (_, sort, filter, q) => {
    expect(hashOf(sort, filter, q)).not.toBe(HASH_OF_THEN);
  });
});
