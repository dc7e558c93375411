import { pickResult, type Result } from './result';

function result(state: string, startTime = 0, runMs = 0): Result {
  return { id: 'a', gid: 1, nid: 5, state, startTime, runMs, isOfAgent: true, fields: {} };
}
const MINUTE = 60_000;
const T = 1_457_445_902_117;

describe('the result among what lies under one command and node', () => {
  it.each([
    ['what the hash has', [], result('SUCCESS', T), 'SUCCESS'],
    [
      'the list, where the hash was overwritten by RUNNING',
      [result('SUCCESS', T, 3)],
      result('RUNNING', T + 20),
      'SUCCESS',
    ],
    [
      'RUNNING, where it is clearly later: a re-run',
      [result('SUCCESS', T, 3)],
      result('RUNNING', T + 2 * MINUTE),
      'RUNNING',
    ],
    [
      'the one that ended, not that its id was used twice',
      [result('DUPILICATE_ID'), result('SUCCESS', T)],
      undefined,
      'SUCCESS',
    ],
    ['the same, whatever the hash says', [result('SUCCESS', T)], result('DUPILICATE_ID'), 'SUCCESS'],
    ['the newer of two ends', [result('ERROR', T + MINUTE, 5), result('SUCCESS', T)], undefined, 'ERROR'],
    [
      'that its id was used twice, while nothing else is known',
      [result('DUPILICATE_ID')],
      result('DUPILICATE_ID'),
      'DUPILICATE_ID',
    ],
    ['the placeholder, while nothing ended', [], result('QUEUED', T), 'QUEUED'],
    ['the list alone, when the hash is gone', [result('KILLED', T)], undefined, 'KILLED'],
  ])('is %s', (_title, done, latest, state) => {
    expect(pickResult(done, latest)?.state).toBe(state);
  });

  it('is none where nothing lies', () => {
    expect(pickResult([], undefined)).toBeUndefined();
  });
});
