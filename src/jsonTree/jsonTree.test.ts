import { describeSize, formatBytes } from './describeSize';
import { flattenJson, openDepth } from './flattenJson';
import { MAX_MATCHES, reveal, searchJson } from './searchJson';
import { actionForKey, changeTree, startTree } from './treeState';

const value = { disks: [{ name: 'sda', 'used/total': 0.5 }, { name: 'sdb' }], ok: true, note: null };
const closed = { depth: 0, toggled: new Set<string>() };
const open = { depth: 100, toggled: new Set<string>() };
const pointers = (expansion: typeof closed) => flattenJson(value, expansion).map((row) => row.pointer);

describe('flattenJson', () => {
  it('shows the root alone when all is closed', () => {
    expect(flattenJson(value, closed)).toMatchObject([{ pointer: '', kind: 'object', size: 3, isExpanded: false }]);
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

  it('walks only what is open: a million closed entries cost nothing', () => {
    const large = { items: Array.from({ length: 1_000_000 }, (_, index) => index) };
    expect(flattenJson(large, { depth: 1, toggled: new Set() })).toHaveLength(2);
  });
});

describe('openDepth', () => {
  it('opens small values fully and large ones one level', () => {
    expect(openDepth(value)).toBeGreaterThanOrEqual(3);
    expect(openDepth(Array.from({ length: 1000 }, () => ({ a: 1 })))).toBe(1);
    expect(openDepth('text')).toBe(1);
  });
});

describe('searchJson', () => {
  it('finds names and values, whatever their case, in the order of the tree', () => {
    expect(searchJson(value, 'SD')).toEqual(['/disks/0/name', '/disks/1/name']);
    expect(searchJson(value, 'used')).toEqual(['/disks/0/used~1total']);
    expect(searchJson(value, 'true')).toEqual(['/ok']);
    expect(searchJson(value, ' ')).toEqual([]);
  });

  it('stops counting where nobody steps on', () => {
    expect(
      searchJson(
        Array.from({ length: 5000 }, () => 'same'),
        'same'
      )
    ).toHaveLength(MAX_MATCHES);
  });

  it('opens the parents of a match, escaped names included, and nothing else', () => {
    const expansion = reveal('/disks/0/used~1total', closed);
    expect(flattenJson(value, expansion).map((row) => row.pointer)).toContain('/disks/0/used~1total');
    expect([...expansion.toggled]).toEqual(['', '/disks', '/disks/0']);
    expect(reveal('/ok', open).toggled.size).toBe(0);
  });
});

describe('changeTree', () => {
  it('steps through the matches, round the ends', () => {
    const matches = searchJson(value, 'sd');
    let state = changeTree(startTree(1), { type: 'search', text: 'sd', matches });
    expect(state.active).toBe('/disks/0/name');
    state = changeTree(state, { type: 'step', by: -1, matches });
    expect(state.active).toBe('/disks/1/name');
    expect(changeTree(state, { type: 'step', by: 1, matches }).active).toBe('/disks/0/name');
  });
});

describe('actionForKey', () => {
  const rows = flattenJson(value, { depth: 2, toggled: new Set() });

  it.each([
    ['ArrowDown', '', { type: 'activate', pointer: '/disks' }],
    ['ArrowUp', '/disks', { type: 'activate', pointer: '' }],
    ['ArrowRight', '/disks/0', { type: 'toggle', pointer: '/disks/0' }],
    ['ArrowRight', '/disks', { type: 'activate', pointer: '/disks/0' }],
    ['ArrowLeft', '/disks/1', { type: 'activate', pointer: '/disks' }],
    ['ArrowLeft', '/disks', { type: 'toggle', pointer: '/disks' }],
    ['End', '', { type: 'activate', pointer: '/note' }],
    ['Enter', '/ok', null],
    ['x', '', null],
  ])('does with %s on "%s" what trees do', (key, active, action) => {
    expect(actionForKey(key, rows, active)).toEqual(action);
  });
});

describe('describeSize', () => {
  it.each([
    [[1, 2], 'array, 2 entries, 5 B'],
    [{ a: 1 }, 'object, 1 entry, 7 B'],
    ['x', 'string, 3 B'],
  ])('describes %j', (item, text) => {
    expect(describeSize(item)).toBe(text);
  });

  it.each([
    [999, '999 B'],
    [1500, '1.5 kB'],
    [4_194_304, '4.2 MB'],
    [0, '0 B'],
  ])('writes %d bytes as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});
