import { createDataFrame, FieldType } from '@grafana/data';
import { logsFrame, STARTED } from './logsFrame.fixture';
import { findLogFrame, toLogLines } from './toLogLines';

describe('toLogLines', () => {
  it('reads every line by the names of its fields, whatever their order', () => {
    const frame = logsFrame([{ seq: 1 }, { seq: 2, level: 2, category: 'stderr', message: '\u001b[31mfull\u001b[0m' }]);
    const reversed = createDataFrame({ ...frame, fields: [...frame.fields].reverse() });
    expect(toLogLines(reversed)).toEqual(toLogLines(frame));
    expect(toLogLines(frame)[1]).toEqual({
      id: 'job-1-2',
      time: STARTED + 2,
      seq: 2,
      level: 2,
      message: 'full',
      appName: 'echo',
      category: 'stderr',
      nodeName: 'node-1',
      jobGuid: 'job-1',
      organization: 'jumpscale',
      cmd: 'echo',
    });
  });

  it('makes lines of any frame with a body, by their place where it has no ids', () => {
    const frame = createDataFrame({ fields: [{ name: 'body', type: FieldType.string, values: ['a', 'b'] }] });
    const unsaid = { appName: '', category: '', nodeName: '', jobGuid: '', organization: '', cmd: '' };
    expect(toLogLines(frame)).toEqual([
      { ...unsaid, id: '-0', seq: 0, level: 5, time: 0, message: 'a' },
      { ...unsaid, id: '-1', seq: 1, level: 5, time: 0, message: 'b' },
    ]);
  });

  it('has no lines without a frame', () => {
    expect(toLogLines(undefined)).toEqual([]);
  });
});

describe('findLogFrame', () => {
  it('finds the frame that has messages', () => {
    const logs = logsFrame([]);
    expect(findLogFrame([createDataFrame({ fields: [] }), logs])).toBe(logs);
    expect(findLogFrame([createDataFrame({ fields: [{ name: 'text', values: [] }] })])).toBeUndefined();
  });
});
