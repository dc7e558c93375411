import { AS_OF, job, jobsFrame } from './jobsFrame.fixture';
import { runOf, waitOf } from './jobTimes';
import { toJobRows } from './toJobRows';

function row(values: Record<string, unknown>) {
  const [first] = toJobRows(jobsFrame([job(values)]));
  if (first === undefined) {
    throw new Error('Expected the frame of a job to have a row.');
  }
  return first;
}

const SCHEDULED = { state: 'SCHEDULED', timeStart: null, timeStop: null, waitMs: null, runMs: null };
const RUNNING = { state: 'RUNNING', timeStop: null, runMs: null, timeStart: AS_OF - 3000 };

describe('waitOf', () => {
  it.each([
    ['a job that was started', { waitMs: 250 }, { text: '250 ms', title: 'from create to start', isOpen: false }],
    ['one that was started at once', { waitMs: 0 }, { text: '0 ms', title: 'from create to start', isOpen: false }],
    ['one that waits', SCHEDULED, { text: '1 min…', title: 'waits since create', isOpen: true }],
    [
      'one whose clock is ahead',
      { ...SCHEDULED, timeCreate: AS_OF + 5000 },
      { text: '0 ms…', title: 'waits since create', isOpen: true },
    ],
    ['one that ended without having been started', { ...SCHEDULED, state: 'ERROR' }, undefined],
  ])('of %s', (_, values, span) => {
    expect(waitOf(row(values), AS_OF)).toEqual(span);
  });
});

describe('runOf', () => {
  it.each([
    [
      'a job that ended',
      { runMs: 150_000, timeoutSeconds: 300 },
      { text: '2 min 30 s', title: 'from start to stop: 50 % of its timeout of 5 min', isOpen: false, ofTimeout: 0.5 },
    ],
    [
      'one that runs',
      { ...RUNNING, timeoutSeconds: 30 },
      { text: '3 s…', title: 'runs: 10 % of its timeout of 30 s', isOpen: true, ofTimeout: 0.1 },
    ],
    [
      'one that took next to nothing of its timeout',
      { runMs: 1, timeoutSeconds: 300 },
      {
        text: '1 ms',
        title: 'from start to stop: <1 % of its timeout of 5 min',
        isOpen: false,
        ofTimeout: 1 / 300_000,
      },
    ],
    [
      'one that took nothing',
      { runMs: 0, timeoutSeconds: 300 },
      { text: '0 ms', title: 'from start to stop: 0 % of its timeout of 5 min', isOpen: false, ofTimeout: 0 },
    ],
    [
      'one that took one percent',
      { runMs: 3000, timeoutSeconds: 300 },
      { text: '3 s', title: 'from start to stop: 1 % of its timeout of 5 min', isOpen: false, ofTimeout: 0.01 },
    ],
    [
      'one that ran longer than it may',
      { runMs: 400_000, timeoutSeconds: 300 },
      {
        text: '6 min 40 s',
        title: 'from start to stop: 133 % of its timeout of 5 min',
        isOpen: false,
        ofTimeout: 4 / 3,
      },
    ],
    [
      'one without a timeout',
      { runMs: 5000, timeoutSeconds: 0 },
      { text: '5 s', title: 'from start to stop', isOpen: false },
    ],
    ['one that has not started', SCHEDULED, undefined],
    ['one that was lost while it ran', { ...RUNNING, state: 'ERROR' }, undefined],
  ])('of %s', (_, values, span) => {
    expect(runOf(row(values), AS_OF)).toEqual(span);
  });
});
