import { createDataFrame, FieldType } from '@grafana/data';
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
