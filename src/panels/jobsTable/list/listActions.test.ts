import { type ViewerChanges } from '../../../viewerState/viewerParams';
import { listActions, type ListActions } from './listActions';
import { defaultState } from './listState';

const PAGE = { next: 'c3', prev: 'c1', limit: 25, offset: 25 };

function setup(page: Partial<typeof PAGE> | { next?: null; prev?: null } = {}) {
  const written: Array<[changes: ViewerChanges, mode: string | undefined]> = [];
  const state = defaultState({ refId: 'A', sort: 'cmd' }, 0);
  const actions = listActions(state, state, { ...PAGE, ...page }, (changes, mode) => written.push([changes, mode]));
  return { actions, written };
}

describe('listActions', () => {
  it.each<[string, (actions: ListActions) => void, ViewerChanges]>([
    ['to the first page', (actions) => actions.first(), { cursor: undefined, at: undefined }],
    ['to the page before', (actions) => actions.previous?.(), { cursor: ['c1'], at: undefined }],
    ['to the page that follows', (actions) => actions.next?.(), { cursor: ['c3'], at: undefined }],
    ['to the last page', (actions) => actions.last(), { cursor: undefined, at: ['last'] }],
  ])('goes %s, by a step that Back undoes', (_, act, changes) => {
    const { actions, written } = setup();
    act(actions);
    expect(written).toEqual([[changes, undefined]]);
  });

  it('has no way on at the last page, and none back at the first', () => {
    const last = setup({ next: null }).actions;
    expect([last.next, typeof last.previous]).toEqual([undefined, 'function']);
    const first = setup({ prev: null }).actions;
    expect([first.previous, typeof first.next]).toEqual([undefined, 'function']);
  });

  it('makes steps of filters, sort, page size and clearing', () => {
    const { actions, written } = setup();
    actions.filter('state', { field: 'state', operator: '=', values: ['OK'] });
    actions.sort('-cmd');
    actions.limit(50);
    actions.clear();
    expect(written.map(([changes, mode]) => [Object.keys(changes).sort(), mode])).toEqual([
      [['at', 'cursor', 'filter'], undefined],
      [['at', 'cursor', 'sort'], undefined],
      [['at', 'cursor', 'limit'], undefined],
      [['at', 'cursor', 'filter', 'q'], undefined],
    ]);
  });

  it.each(['push', 'replace'] as const)('searches by the step that the search box asks for: %s', (mode) => {
    const { actions, written } = setup();
    actions.search('sda', mode);
    expect(written).toEqual([[{ cursor: undefined, at: undefined, q: ['sda'] }, mode]]);
  });

  it('remembers the selected row without a step', () => {
    const { actions, written } = setup();
    actions.select('0198');
    expect(written).toEqual([[{ row: ['0198'] }, 'replace']]);
  });
});
