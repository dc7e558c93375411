import { isTerminal, JOB_STATES } from '@openvcloud/contract';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IllegalMove, JOB_EVENTS, moveJob } from './jobStateMachine';

describe('moveJob', () => {
  it.each([
    ['SCHEDULED', 'start', 'RUNNING'],
    ['RUNNING', 'succeed', 'OK'],
    ['RUNNING', 'timeOut', 'TIMEOUT'],
    ['RUNNING', 'lose', 'ERROR'],
    ['RUNNING', 'retry', 'SCHEDULED'],
    ['SCHEDULED', 'handBack', 'SCHEDULED'],
    ['SCHEDULED', 'cancel', 'ERROR'],
    ['RUNNING', 'requestCancel', 'RUNNING'],
  ] as const)('moves %s by %s to %s', (state, event, next) => {
    expect(moveJob(state, event)).toBe(next);
  });

  it('refuses every move of a job that has ended', () => {
    for (const state of JOB_STATES.filter(isTerminal)) {
      for (const event of JOB_EVENTS) {
        expect(() => moveJob(state, event)).toThrow(IllegalMove);
      }
    }
  });

  it('says what was expected and what came', () => {
    expect(() => moveJob('SCHEDULED', 'succeed')).toThrow(
      'expected handBack, start, fail, timeOut, lose, retry, cancel, requestCancel for a job in SCHEDULED, got succeed'
    );
    expect(() => moveJob('OK', 'start')).toThrow('expected nothing more for a job in OK, got start');
  });

  it('draws in its diagram exactly the moves it allows', () => {
    const source = readFileSync(join(__dirname, 'jobStateMachine.ts'), 'utf8');
    const drawn = [...source.matchAll(/^ \* {3}([A-Z]+) --> ([A-Z]+): ([\w, ]+?)(?: \(.*)?$/gm)].flatMap(
      ([, from, to, events]) => (events ?? '').split(', ').map((event) => `${from} ${event} ${to}`)
    );
    const allowed = JOB_STATES.flatMap((state) =>
      JOB_EVENTS.flatMap((event) => {
        try {
          return [`${state} ${event} ${moveJob(state, event)}`];
        } catch {
          return [];
        }
      })
    );
    expect(drawn.sort()).toEqual(allowed.sort());
  });
});
