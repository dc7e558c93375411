import { flattenJson } from './flattenJson';
import { actionForKey, changeTree, startTree, type TreeState } from './treeState';

const value = { disks: [{ name: 'sda' }, { name: 'sdb' }], none: {}, ok: true };

describe('changeTree', () => {
  const start = startTree(1);

  it('begins closed below the given level, on the root', () => {
    expect(start).toEqual({ expansion: { depth: 1, toggled: new Set() }, active: '', search: '', match: 0 });
  });

  it('opens and closes an entry, and goes to it', () => {
    const opened = changeTree(start, { type: 'toggle', pointer: '/disks' });
    expect(opened).toMatchObject({ active: '/disks', expansion: { depth: 1, toggled: new Set(['/disks']) } });
    expect(changeTree(opened, { type: 'toggle', pointer: '/disks' }).expansion.toggled).toEqual(new Set());
    expect(start.expansion.toggled).toEqual(new Set());
  });

  it('goes to an entry without opening it', () => {
    expect(changeTree(start, { type: 'activate', pointer: '/ok' })).toEqual({ ...start, active: '/ok' });
  });

  it('opens all levels, forgets what was opened by hand, and goes to the root, which is always there', () => {
    const opened = changeTree(start, { type: 'toggle', pointer: '/disks' });
    expect(changeTree(opened, { type: 'openLevels', depth: 1000 })).toMatchObject({
      active: '',
      expansion: { depth: 1000, toggled: new Set() },
    });
  });

  describe('searching', () => {
    const matches = ['/disks/0/name', '/disks/1/name'];
    const found = changeTree(start, { type: 'search', text: 'sd', matches });
    const step = (state: TreeState, by: 1 | -1) => changeTree(state, { type: 'step', by, matches });

    it('shows the first match with its parents open', () => {
      expect(found).toMatchObject({ search: 'sd', match: 0, active: '/disks/0/name' });
      expect(flattenJson(value, found.expansion).map(({ pointer }) => pointer)).toContain('/disks/0/name');
    });

    it('steps through the matches, round both ends', () => {
      expect(step(found, 1)).toMatchObject({ match: 1, active: '/disks/1/name' });
      expect(step(step(found, 1), 1)).toMatchObject({ match: 0, active: '/disks/0/name' });
      expect(step(found, -1)).toMatchObject({ match: 1, active: '/disks/1/name' });
    });

    it('stays where it is without a match, and counts from the first again', () => {
      const lost = changeTree(step(found, 1), { type: 'search', text: 'sdx', matches: [] });
      expect(lost).toMatchObject({ search: 'sdx', match: 0, active: '/disks/1/name' });
      expect(changeTree(lost, { type: 'step', by: 1, matches: [] })).toBe(lost);
    });
  });
});

describe('actionForKey', () => {
  // '', /disks, /disks/0, /disks/1, /none, /ok
  const rows = flattenJson(value, { depth: 2, toggled: new Set() });

  it.each([
    ['ArrowDown', '', { type: 'activate', pointer: '/disks' }],
    ['ArrowDown', '/ok', null],
    ['ArrowUp', '/disks', { type: 'activate', pointer: '' }],
    ['ArrowUp', '', null],
    ['Home', '/ok', { type: 'activate', pointer: '' }],
    ['End', '', { type: 'activate', pointer: '/ok' }],
    ['ArrowRight', '/disks/0', { type: 'toggle', pointer: '/disks/0' }],
    ['ArrowRight', '/disks', { type: 'activate', pointer: '/disks/0' }],
    ['ArrowRight', '/none', null],
    ['ArrowRight', '/ok', null],
    ['ArrowLeft', '/disks', { type: 'toggle', pointer: '/disks' }],
    ['ArrowLeft', '/disks/1', { type: 'activate', pointer: '/disks' }],
    ['ArrowLeft', '/ok', { type: 'activate', pointer: '' }],
    ['Enter', '/disks/0', { type: 'toggle', pointer: '/disks/0' }],
    [' ', '/disks', { type: 'toggle', pointer: '/disks' }],
    ['Enter', '/ok', null],
    [' ', '/none', null],
    ['x', '', null],
    ['Tab', '/disks', null],
  ])('does with %p on "%s" what trees do', (key, active, action) => {
    expect(actionForKey(key, rows, active)).toEqual(action);
  });

  it('begins at the top where the active row is out of sight', () => {
    expect(actionForKey('ArrowDown', rows, '/disks/0/name')).toEqual({ type: 'activate', pointer: '/disks' });
  });

  it('does nothing where there are no rows', () => {
    expect(actionForKey('ArrowDown', [], '')).toBeNull();
  });

  it('does nothing with the left arrow on a root that is closed', () => {
    expect(actionForKey('ArrowLeft', flattenJson(value, { depth: 0, toggled: new Set() }), '')).toBeNull();
  });
});
