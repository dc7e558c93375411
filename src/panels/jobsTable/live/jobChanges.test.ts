import { type JobRow } from '../rows/toJobRows';
import { addChanges, keepLater, NO_CHANGES, withChanges } from './jobChanges';

const job = (guid: string, state: string, attempt = 1, logLines = 0) =>
  ({ guid, state, attempt, logLines, isEnded: state === 'OK' || state === 'ERROR' }) as JobRow;
const states = (rows: readonly JobRow[]) => rows.map(({ guid, state }) => `${guid} ${state}`);

describe('changes of jobs', () => {
  it('show in the places of their rows; other rows are the same as before', () => {
    const rows = [job('a', 'SCHEDULED'), job('b', 'RUNNING')];
    const changed = withChanges(rows, addChanges(NO_CHANGES, [job('b', 'OK'), job('z', 'OK')]));
    expect(states(changed)).toEqual(['a SCHEDULED', 'b OK']);
    expect(changed[0]).toBe(rows[0]);
  });

  it('leave the list as it is when they are of other jobs', () => {
    const rows = [job('a', 'SCHEDULED')];
    expect(withChanges(rows, addChanges(NO_CHANGES, [job('b', 'OK')]))).toBe(rows);
  });

  it.each([
    ['a change that the answer knew already', job('a', 'RUNNING'), job('a', 'OK')],
    ['a change of an attempt before', job('a', 'ERROR', 1), job('a', 'SCHEDULED', 2)],
  ])('never take a row back: %s', (_, change, row) => {
    expect(withChanges([row], addChanges(NO_CHANGES, [change]))).toEqual([row]);
  });

  it('bring what is new of a job that goes on', () => {
    const changes = addChanges(NO_CHANGES, [job('a', 'RUNNING', 1, 7)]);
    expect(withChanges([job('a', 'RUNNING', 1, 3)], changes)[0]?.logLines).toBe(7);
  });

  it('of which one comes late do not undo the later one', () => {
    const changes = addChanges(addChanges(NO_CHANGES, [job('a', 'OK')]), [job('a', 'RUNNING')]);
    expect(changes.get('a')?.state).toBe('OK');
  });

  it('are let go when an answer has them', () => {
    const changes = addChanges(NO_CHANGES, [job('a', 'OK'), job('b', 'OK'), job('c', 'OK')]);
    const kept = keepLater(changes, [job('a', 'RUNNING'), job('b', 'OK')]);
    expect([...kept.keys()]).toEqual(['a']);
    expect(keepLater(kept, [job('a', 'OK')])).toBe(NO_CHANGES);
  });
});
