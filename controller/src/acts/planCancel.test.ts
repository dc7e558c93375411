import { IllegalMove } from '../jobs/jobStateMachine';
import { cancelledEnd, planCancel } from './planCancel';

it('ends a job that no agent holds, with who wanted it', () => {
  const decision = planCancel({ state: 'SCHEDULED', isAssigned: false }, 'ann');
  expect(decision).toMatchObject({
    kind: 'end',
    state: 'ERROR',
    outcome: {
      nativeState: 'CANCELLED',
      error: { type: 'Cancelled', message: 'Cancelled by ann before it started. It did nothing.' },
    },
  });
  if (decision.kind === 'end') {
    const end = cancelledEnd({ guid: 'g', state: 'SCHEDULED' }, decision, 7);
    expect(end).toMatchObject({
      guid: 'g',
      state: 'ERROR',
      timeStart: null,
      timeStop: 7,
      logLines: null,
      droppedLines: null,
    });
  }
});

it.each([
  ['SCHEDULED', true],
  ['RUNNING', true],
] as const)('asks the agent that holds a job in %s, which stays so', (state, isAssigned) => {
  expect(planCancel({ state, isAssigned }, 'ann')).toEqual({ kind: 'request', state });
});

it.each(['OK', 'ERROR', 'TIMEOUT'] as const)('refuses a job that ended as %s', (state) => {
  expect(() => planCancel({ state, isAssigned: false }, 'ann')).toThrow(IllegalMove);
});
