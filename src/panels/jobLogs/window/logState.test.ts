import { type Condition } from '@openvcloud/contract/src/filter';
import {
  changeDirection,
  changeLogFilter,
  changeLogSearch,
  clearLogFilters,
  defaultLogState,
  isOwnQuery,
  jumpTo,
  lineLink,
  listKeyOf,
  newestEnd,
  readLogState,
  toLogChanges,
  type LogState,
} from './logState';
import { type LogsTarget } from './logsTarget';

const OF_QUERY: Condition = { field: 'cmd', operator: '=', values: ['echo'] };
const LEVEL: Condition = { field: 'level', operator: 'range', values: ['', '4'] };
const CATEGORY: Condition = { field: 'category', operator: '=', values: ['stderr'] };
const TARGET: LogsTarget = { refId: 'A', search: 'disk', direction: 'backward', filters: [OF_QUERY] };

const DEFAULTS = defaultLogState({ refId: 'A' }, true);
const with_ = (changes: Partial<LogState>): LogState => ({ ...DEFAULTS, ...changes });

describe('defaultLogState', () => {
  it("is what the panel's query says", () => {
    expect(defaultLogState(TARGET, false)).toEqual({
      search: 'disk',
      filters: [],
      unreadable: [],
      direction: 'backward',
      start: { at: 'first' },
      isWrapped: false,
      isFollowing: false,
      faults: [],
    });
  });

  it.each([undefined, { refId: 'A' }, { refId: 'A', direction: 'forward' as const }])(
    'is the oldest line first without a search for %j',
    (target) => {
      expect(defaultLogState(target, true)).toMatchObject({ search: '', direction: 'forward', isWrapped: true });
    }
  );
});

it('wraps lines as the panel does where the address says nothing of it', () => {
  expect(readLogState({}, DEFAULTS).isWrapped).toBe(true);
  expect(readLogState({}, { ...DEFAULTS, isWrapped: false }).isWrapped).toBe(false);
});

describe('readLogState', () => {
  const ofQuery = defaultLogState(TARGET, false);

  it('is the default where the address says nothing', () => {
    expect(readLogState({}, ofQuery)).toEqual({
      ...ofQuery,
      start: { cursor: undefined, at: 'first' },
      line: undefined,
    });
  });

  it.each<[string, Record<string, string[]>, Partial<LogState>]>([
    ['a search', { q: ['sda'] }, { search: 'sda' }],
    ["a cleared search, which is not the query's own", { q: [''] }, { search: '' }],
    ['filters', { filter: ['level|range||4', 'category|=|stderr'] }, { filters: [LEVEL, CATEGORY] }],
    ['newest first', { order: ['newest'] }, { direction: 'backward' }],
    ['oldest first', { order: ['oldest'] }, { direction: 'forward' }],
    ['an order it does not know', { order: ['random'] }, { direction: 'backward' }],
    ['a place in the list', { cursor: ['c4'] }, { start: { cursor: 'c4', at: 'first' } }],
    ['the end of the list', { at: ['last'] }, { start: { cursor: undefined, at: 'last' } }],
    ['an end it does not know', { at: ['middle'] }, { start: { cursor: undefined, at: 'first' } }],
    ['a line', { line: ['job-1-7'] }, { line: 'job-1-7' }],
    ['wrapping', { wrap: ['on'] }, { isWrapped: true }],
    ['no wrapping', { wrap: ['off'] }, { isWrapped: false }],
    ['following', { follow: ['on'] }, { isFollowing: true }],
    ['no following', { follow: ['yes'] }, { isFollowing: false }],
  ])('reads %s', (_, params, expected) => {
    expect(readLogState(params, ofQuery)).toMatchObject(expected);
  });

  it('does not wrap where the panel wraps and the viewer does not want it', () => {
    expect(readLogState({ wrap: ['off'] }, DEFAULTS).isWrapped).toBe(false);
  });

  it('keeps a filter that no cell can show, for the controller to refuse it: another list', () => {
    const state = readLogState({ filter: ['colour|=|red', 'category|=|stderr'] }, DEFAULTS);
    expect(state).toMatchObject({ filters: [CATEGORY], unreadable: ['colour|=|red'] });
    expect(listKeyOf(state)).not.toBe(listKeyOf({ ...state, unreadable: [] }));
  });

  it.each([
    [{ order: ['oldests'] }, '“order=oldests” in this address was left out: expected newest or oldest.'],
    [{ at: ['middle'] }, '“at=middle” in this address was left out: expected last.'],
    [{ follow: ['yes'] }, '“follow=yes” in this address was left out: expected on or off.'],
    [{ wrap: ['yes'] }, '“wrap=yes” in this address was left out: expected on or off.'],
    [{ limit: ['5'] }, expect.stringContaining('expected one of q, filter, order, cursor, at, line, wrap, follow.')],
  ])('says what of %j it leaves out', (params, words) => {
    expect(readLogState(params, DEFAULTS).faults).toEqual([words]);
  });
});

describe('listKeyOf', () => {
  it.each<[string, Partial<LogState>]>([
    ['another search', { search: 'x' }],
    ['another filter', { filters: [LEVEL] }],
    ['another order', { direction: 'backward' }],
    ['another place', { start: { cursor: 'c', at: 'first' } }],
    ['the other end', { start: { at: 'last' } }],
  ])('differs for %s: the window begins anew', (_, changes) => {
    expect(listKeyOf(with_(changes))).not.toBe(listKeyOf(DEFAULTS));
    expect(isOwnQuery(with_(changes), DEFAULTS)).toBe(false);
  });

  it.each<[string, Partial<LogState>]>([
    ['wrapped lines', { isWrapped: false }],
    ['following', { isFollowing: true }],
    ['a selected line', { line: 'job-1-7' }],
    ['a fault of the address', { faults: ['x'] }],
  ])('is the same with %s: nothing is asked again', (_, changes) => {
    expect(listKeyOf(with_(changes))).toBe(listKeyOf(DEFAULTS));
    expect(isOwnQuery(with_(changes), DEFAULTS)).toBe(true);
  });
});

describe('toLogChanges', () => {
  it('asks for what the viewer typed beside the query, from the end that is wanted', () => {
    const state = with_({ search: 'sda', filters: [LEVEL], direction: 'backward' });
    expect(toLogChanges(state, { at: 'last' })).toEqual({
      typed: { search: 'sda', filters: ['level|range||4'] },
      direction: 'backward',
      cursor: undefined,
      at: 'last',
    });
  });

  it('asks at a cursor alone, which is a place by itself', () => {
    expect(toLogChanges(DEFAULTS, { cursor: 'c4', at: 'last' })).toMatchObject({
      cursor: 'c4',
      at: undefined,
    });
  });
});

describe('what a viewer does', () => {
  const FROM_START = { cursor: undefined, at: undefined, line: undefined };
  const [encodedLevel, encodedCategory] = ['level|range||4', 'category|=|stderr'];

  it.each([
    ['searches', changeLogSearch('sda', DEFAULTS), { ...FROM_START, q: ['sda'] }],
    [
      'searches what the query does: the address says nothing',
      changeLogSearch('', DEFAULTS),
      { ...FROM_START, q: undefined },
    ],
    ["clears the query's own search", changeLogSearch('', with_({ search: 'disk' })), { ...FROM_START, q: [''] }],
    ['filters', changeLogFilter(DEFAULTS, 'level', LEVEL), { ...FROM_START, filter: [encodedLevel] }],
    [
      'filters one more field',
      changeLogFilter(with_({ filters: [LEVEL] }), 'category', CATEGORY),
      { ...FROM_START, filter: [encodedLevel, encodedCategory] },
    ],
    [
      'filters a field otherwise',
      changeLogFilter(with_({ filters: [LEVEL, CATEGORY] }), 'category', { ...CATEGORY, values: ['a|b'] }),
      { ...FROM_START, filter: [encodedLevel, 'category|=|a\\|b'] },
    ],
    [
      'ends a filter',
      changeLogFilter(with_({ filters: [LEVEL, CATEGORY] }), 'level', undefined),
      { ...FROM_START, filter: [encodedCategory] },
    ],
    ['clears all', clearLogFilters(DEFAULTS), { ...FROM_START, q: undefined, filter: undefined }],
    [
      "clears all, the query's search included",
      clearLogFilters(with_({ search: 'disk' })),
      { ...FROM_START, q: [''], filter: undefined },
    ],
    ['wants the newest first', changeDirection('backward', DEFAULTS), { ...FROM_START, order: ['newest'] }],
    ['wants the order of the query', changeDirection('forward', DEFAULTS), { ...FROM_START, order: undefined }],
    [
      'wants the oldest first where the query does not',
      changeDirection('forward', with_({ direction: 'backward' })),
      { ...FROM_START, order: ['oldest'] },
    ],
    ['goes to the end', jumpTo('last'), { ...FROM_START, at: ['last'] }],
    ['goes to the start', jumpTo('first'), FROM_START],
    [
      'keeps a line of the first page',
      lineLink('job-1-7', { at: 'first' }),
      { line: ['job-1-7'], cursor: undefined, at: undefined },
    ],
    [
      'keeps a line at the end',
      lineLink('job-1-7', { at: 'last' }),
      { line: ['job-1-7'], cursor: undefined, at: ['last'] },
    ],
    [
      'keeps a line of a page between',
      lineLink('job-1-7', { cursor: 'c4', at: 'last' }),
      { line: ['job-1-7'], cursor: ['c4'], at: undefined },
    ],
    [
      'keeps a line that is on no page any more',
      lineLink('job-1-7', undefined),
      { line: ['job-1-7'], cursor: undefined, at: undefined },
    ],
  ])('%s', (_, changes, expected) => {
    expect(changes).toEqual(expected);
  });
});

it('expects new lines at the end where the oldest come first, else at the beginning', () => {
  expect(newestEnd({ direction: 'forward' })).toBe('last');
  expect(newestEnd({ direction: 'backward' })).toBe('first');
});
