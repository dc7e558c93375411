import { LIMITS } from '@openvcloud/contract';
import { ControllerError } from '../wire/controllerError';
import { failedOutcome, unreportable } from './failedOutcome';
import { HashMismatchError } from './scriptCache';

const asError = (type: string, message: string) => ({
  error: { type, message, backtrace: null, file: null, line: null, function: null, code: 1 },
});

describe('a job that never got a process', () => {
  it.each([
    ['HashMismatch', new HashMismatchError('another source')],
    ['SourceUnavailable', new ControllerError('refuse', 404, 'UNKNOWN_SOURCE', 'another source')],
    ['AgentFault', new Error('another source')],
  ])('ends as %s', (type, error) => {
    expect(failedOutcome(error)).toEqual(asError(type, 'another source'));
  });

  it('says what was thrown, also when that is no error', () => {
    expect(failedOutcome('no memory')).toEqual(asError('AgentFault', 'no memory'));
  });
});

describe('a job whose result has no form in JSON', () => {
  it('ends with an error that says what was expected', () => {
    const message = `the job ended, but what it left behind cannot be passed on (RangeError: too deep); expected a result nested at most ${LIMITS.jsonLevels} levels deep`;
    expect(unreportable(new RangeError('too deep'))).toEqual(asError('ResultNotJson', message));
  });
});
