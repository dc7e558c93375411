import { flattenJson } from './flattenJson';
import { MAX_MATCHES, reveal, searchJson } from './searchJson';

const value = { disks: [{ name: 'sda', 'used/total': 0.5 }, { name: 'sdb' }], ok: true, note: null };

describe('searchJson', () => {
  it.each([
    ['values, whatever their case', 'SD', ['/disks/0/name', '/disks/1/name']],
    ['names', 'used', ['/disks/0/used~1total']],
    ['names of what is open below them', 'disks', ['/disks']],
    ['places in a list', '1', ['/disks/1']],
    ['numbers', '0.5', ['/disks/0/used~1total']],
    ['booleans', 'TRUE', ['/ok']],
    ['null', 'null', ['/note']],
    ['a text with blanks around it', '  sda ', ['/disks/0/name']],
    ['nothing that is not there', 'sdc', []],
    ['nothing for blanks', ' ', []],
    ['nothing for an empty text', '', []],
  ])('finds %s', (_, text, found) => {
    expect(searchJson(value, text)).toEqual(found);
  });

  it('does not look into the text of what is open: its entries are found by themselves', () => {
    expect(searchJson({ a: { b: 1 } }, '{')).toEqual([]);
    expect(searchJson({ a: {} }, 'object')).toEqual([]);
  });

  it('finds a result that is a text itself', () => {
    expect(searchJson('disk full', 'full')).toEqual(['']);
  });

  it('stops counting where nobody steps on', () => {
    const same = (length: number) => Array.from({ length }, () => 'same');
    expect(searchJson(same(MAX_MATCHES - 1), 'same')).toHaveLength(MAX_MATCHES - 1);
    expect(searchJson(same(5000), 'same')).toHaveLength(MAX_MATCHES);
    expect(searchJson([same(5000), same(5000)], 'same').at(-1)).toBe(`/0/${MAX_MATCHES - 1}`);
  });
});

describe('reveal', () => {
  const closed = { depth: 0, toggled: new Set<string>() };
  const open = { depth: 100, toggled: new Set<string>() };

  it('opens the parents of a match, escaped names included, and nothing else', () => {
    const expansion = reveal('/disks/0/used~1total', closed);
    expect(flattenJson(value, expansion).map((row) => row.pointer)).toEqual([
      '',
      '/disks',
      '/disks/0',
      '/disks/0/name',
      '/disks/0/used~1total',
      '/disks/1',
      '/ok',
      '/note',
    ]);
    expect([...expansion.toggled]).toEqual(['', '/disks', '/disks/0']);
  });

  it('opens nothing where all is open', () => {
    expect(reveal('/disks/0/name', open).toggled.size).toBe(0);
  });

  it('opens again what was closed by hand', () => {
    const expansion = reveal('/disks/0/name', { depth: 100, toggled: new Set(['/disks', '/ok']) });
    expect([...expansion.toggled]).toEqual(['/ok']);
    expect(expansion.depth).toBe(100);
  });

  it('opens nothing for the root, which has no parents', () => {
    expect(reveal('', closed).toggled.size).toBe(0);
  });

  it('leaves what it was given as it was', () => {
    reveal('/disks/0/name', closed);
    expect(closed.toggled.size).toBe(0);
  });
});
