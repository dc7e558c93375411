import { createDataFrame, FieldType } from '@grafana/data';
import { type JobError } from '@openvcloud/contract';
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
      jumpscriptHash: 'abc',
    });
    expect(toJobDetails([jobFrame({ resultTruncated: 90_000 })])?.resultTruncated).toBe(90_000);
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

  it('reads numbers to the digit where the text of a value travels beside it', () => {
    const rounded = { args: { disk: 12345678901234567000 }, argsText: '{"disk":12345678901234567890}' };
    const job = toJobDetails([jobFrame({ ...rounded, result: 1, resultText: null })]);
    expect(String(Reflect.get(Object(job?.args), 'disk'))).toBe('12345678901234567890');
    expect(job?.result).toBe(1);
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

  it('is none where there is none, and says nothing that is not known', () => {
    expect(toJobError(undefined)).toBeNull();
    const unknown = {
      messageTruncatedFrom: null,
      backtrace: null,
      backtraceTruncatedFrom: null,
      file: null,
      line: null,
      function: null,
      code: null,
      signature: '',
    };
    expect(toJobError(5)).toEqual({ ...unknown, message: '5', type: 'Error' });
    expect(toJobError({ message: 'full' })).toEqual({ ...unknown, message: 'full', type: 'Error' });
  });

  it('is read member by member, one of another type as if it were not there', () => {
    const error: JobError = {
      message: 'full',
      messageTruncatedFrom: 70_000,
      type: 'OSError',
      backtrace: 'Traceback',
      backtraceTruncatedFrom: 80_000,
      file: 'disk.py',
      line: 3,
      function: 'action',
      code: 'raise',
      signature: 'OSError disk.py:3',
    };
    expect(toJobError(error)).toEqual(error);
    expect(toJobError({ ...error, type: 7, line: '3', file: 9 })).toEqual({
      ...error,
      type: 'Error',
      line: null,
      file: null,
    });
  });
});
