import { createDataFrame, FieldType } from '@grafana/data';
import { jobTiming } from './jobTiming';
import { shownSections } from './options';
import { jobFrame } from './testJob';
import { toJobDetails, toJobError } from './toJobDetails';

describe('toJobDetails', () => {
  it('reads a job by the names of its fields, whatever their order', () => {
    const frame = jobFrame();
    const job = toJobDetails([{ ...frame, fields: [...frame.fields].reverse() }]);
    expect(job).toMatchObject({
      guid: '0198',
      state: 'ERROR',
      roles: ['node', 'storage'],
      args: { path: '/data' },
      result: null,
      error: { type: 'ValueError', line: 3 },
      parentGuid: null,
    });
  });

  it('reads JSON that travelled as text', () => {
    const frame = createDataFrame({
      fields: [
        { name: 'guid', type: FieldType.string, values: ['g'] },
        { name: 'state', type: FieldType.string, values: ['OK'] },
        { name: 'args', type: FieldType.string, values: ['{"a":1}'] },
        { name: 'result', type: FieldType.string, values: ['not json'] },
      ],
    });
    expect(toJobDetails([frame])).toMatchObject({ args: { a: 1 }, result: 'not json', tags: [], error: null });
  });

  it.each([
    ['no frames', []],
    ['a frame without rows', [createDataFrame({ fields: [{ name: 'guid', type: FieldType.string, values: [] }] })]],
    [
      'a list of jobs, which has no args',
      [createDataFrame({ fields: [{ name: 'guid', type: FieldType.string, values: ['g'] }] })],
    ],
  ])('finds no job in %s', (_, frames) => {
    expect(toJobDetails(frames)).toBeNull();
  });
});

describe('toJobError', () => {
  it("keeps the text of an error that is not of the controller's shape", () => {
    expect(toJobError('agent lost')).toMatchObject({ message: 'agent lost', type: 'Error' });
    expect(toJobError({ reason: 'x' })).toMatchObject({ message: '{"reason":"x"}' });
    expect(toJobError(null)).toBeNull();
  });
});

describe('jobTiming', () => {
  const times = { timeCreate: 1000, timeStart: null, timeStop: null, waitMs: null, runMs: null, timeoutSeconds: 10 };

  it('counts the wait of a job that has not started up to now', () => {
    expect(jobTiming(times, 4000)).toMatchObject({ waitMs: 3000, runMs: null, isWaiting: true, usedOfTimeout: null });
  });

  it('counts the run of a job that has not ended up to now, against its timeout', () => {
    expect(jobTiming({ ...times, timeStart: 2000, waitMs: 1000 }, 7000)).toMatchObject({
      waitMs: 1000,
      runMs: 5000,
      isRunning: true,
      usedOfTimeout: 0.5,
    });
  });

  it('never counts backwards when clocks differ', () => {
    expect(jobTiming(times, 500).waitMs).toBe(0);
  });
});

describe('shownSections', () => {
  it('shows all that is not switched off', () => {
    expect(shownSections({})).toEqual(['properties', 'error', 'args', 'result']);
    expect(shownSections({ properties: false, args: false })).toEqual(['error', 'result']);
  });
});
