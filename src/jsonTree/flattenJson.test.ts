import { childPointer, entriesOf, flattenJson, isExpanded, kindOf, openDepth } from './flattenJson';

const value = { disks: [{ name: 'sda', 'used/total': 0.5 }, { name: 'sdb' }], ok: true, note: null };
const closed = { depth: 0, toggled: new Set<string>() };
const open = { depth: 100, toggled: new Set<string>() };
const pointers = (expansion: typeof closed) => flattenJson(value, expansion).map((row) => row.pointer);

describe('kindOf', () => {
  it.each([
    [null, 'null'],
    [undefined, 'null'],
    [[], 'array'],
    [{}, 'object'],
    ['', 'string'],
    [0, 'number'],
    [false, 'boolean'],
  ])('of %j is %s', (item, kind) => {
    expect(kindOf(item)).toBe(kind);
  });
});

describe('entriesOf', () => {
  it.each([
    [
      ['a', null],
      [
        [0, 'a'],
        [1, null],
      ],
    ],
    [
      { b: 1, a: [] },
      [
        ['b', 1],
        ['a', []],
      ],
    ],
    ['text', []],
    [null, []],
    [5, []],
  ])('of %j are %j', (item, entries) => {
    expect(entriesOf(item)).toEqual(entries);
  });
});

describe('childPointer', () => {
  it.each([
    ['', 'a', '/a'],
    ['/a', 0, '/a/0'],
    ['', 'a/b~c', '/a~1b~0c'],
    ['', '~1', '/~01'],
    ['', '', '/'],
  ])('of %p under %p is %p, as RFC 6901 writes it', (pointer, name, expected) => {
    expect(childPointer(pointer, name)).toBe(expected);
  });
});

describe('isExpanded', () => {
  it.each([
    [0, 1, [], true],
    [1, 1, [], false],
    [0, 1, ['/x'], false],
    [1, 1, ['/x'], true],
  ])('at level %d, open to %d and toggled %j: %s', (level, depth, toggled, expected) => {
    expect(isExpanded('/x', level, { depth, toggled: new Set(toggled) })).toBe(expected);
  });
});

describe('flattenJson', () => {
  it('shows the root alone when all is closed', () => {
    expect(flattenJson(value, closed)).toEqual([
      { pointer: '', depth: 0, name: null, value, kind: 'object', size: 3, isExpanded: false },
    ]);
  });

  it('shows every entry under its JSON pointer when all is open', () => {
    expect(pointers(open)).toEqual([
      '',
      '/disks',
      '/disks/0',
      '/disks/0/name',
      '/disks/0/used~1total',
      '/disks/1',
      '/disks/1/name',
      '/ok',
      '/note',
    ]);
  });

  it('tells each row its level, its name and its size', () => {
    const rows = flattenJson(value, open).map(({ depth, name, kind, size }) => [depth, name, kind, size]);
    expect(rows.slice(0, 4)).toEqual([
      [0, null, 'object', 3],
      [1, 'disks', 'array', 2],
      [2, 0, 'object', 2],
      [3, 'name', 'string', 0],
    ]);
  });

  it('turns the toggled ones the other way round', () => {
    expect(pointers({ depth: 1, toggled: new Set(['/disks']) })).toEqual([
      '',
      '/disks',
      '/disks/0',
      '/disks/1',
      '/ok',
      '/note',
    ]);
  });

  it('never says of something empty that it is open', () => {
    expect(flattenJson([{}, []], open).map((row) => row.isExpanded)).toEqual([true, false, false]);
  });

  it('walks only what is open: what is closed is not even looked at', () => {
    const items = new Proxy<unknown[]>(Array.from({ length: 3 }), {
      get: (target, name) => {
        if (name === '0') {
          throw new Error('Expected the closed entries to be left alone.');
        }
        const found: unknown = Reflect.get(target, name);
        return name === 'map' ? () => ['a', 'b', 'c'] : found;
      },
    });
    expect(flattenJson({ items }, { depth: 1, toggled: new Set() }).map(({ pointer }) => pointer)).toEqual([
      '',
      '/items',
    ]);
  });
});

describe('openDepth', () => {
  const list = (length: number, item: unknown) => Array.from({ length }, () => item);

  it.each([
    ['a text', 'text', 1],
    ['an empty list', [], 1],
    ['a small value, fully', value, 3],
    ['199 entries, which with their root are 200 rows', list(199, 1), 1],
    ['99 entries with one of their own each: 199 rows', list(99, { a: 1 }), 2],
    ['100 entries with one of their own each: 201 rows', list(100, { a: 1 }), 1],
    ['more entries than that at once', list(1000, { a: 1 }), 1],
    ['a deep chain', { a: { b: { c: { d: 1 } } } }, 4],
  ])('opens %s', (_, item, depth) => {
    expect(openDepth(item)).toBe(depth);
  });

  it('opens as many levels as give the rows that are asked for', () => {
    expect(openDepth([[1], [2]], 3)).toBe(1);
    expect(openDepth([[1], [2]], 5)).toBe(2);
  });
});
