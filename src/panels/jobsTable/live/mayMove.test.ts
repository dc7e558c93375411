import { type JobRow } from '../rows/toJobRows';
import { mayMove, type ShownList } from './mayMove';

const job = (guid: string, timeCreate: number) => ({ guid, timeCreate }) as JobRow;
const ROWS = [job('c', 30), job('b', 20), job('a', 10)];
const STATE = { sort: '-timeCreate', limit: 3, filters: [], cursor: undefined, at: undefined };

function moves(changed: JobRow[], list: Partial<ShownList> & { in?: Partial<ShownList['state']> } = {}): boolean {
  return mayMove(changed, { rows: ROWS, conditions: [], ...list, state: { ...STATE, ...list.in } });
}

describe('a page of jobs', () => {
  it('stays as it is when jobs change that it shows, newest first', () => {
    expect(moves([job('b', 20)])).toBe(false);
  });

  it('moves when a new job comes', () => {
    expect(moves([job('b', 20), job('d', 40)])).toBe(true);
  });

  it('does not move when a job of a later page changes', () => {
    expect(moves([job('x', 5)])).toBe(false);
    expect(moves([job('x', 5)], { in: { limit: 50 } })).toBe(true);
  });

  it('further back does not move when new jobs come', () => {
    expect(moves([job('d', 40)], { in: { cursor: 'c' } })).toBe(false);
    expect(moves([job('x', 25)], { in: { cursor: 'c' } })).toBe(true);
  });

  it.each([
    ['in another order', { in: { sort: '-runMs' } }],
    ['from the end', { in: { at: 'last' as const } }],
    ['of jobs in a state', { in: { filters: [{ field: 'state', operator: '=' as const, values: ['RUNNING'] }] } }],
    ['whose query asks for a state', { conditions: [{ field: 'state', operator: '=' as const, values: ['RUNNING'] }] }],
  ])('may move with every change %s', (_, list) => {
    expect(moves([job('b', 20)], list)).toBe(true);
  });

  it('moves when it was empty and a job comes', () => {
    expect(moves([job('x', 1)], { rows: [] })).toBe(true);
  });
});
