import { FieldType, toDataFrame } from '@grafana/data';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRow, readRows } from '../frameRow/readRow';
import { readJob, type FrameJob } from './readJob';

const NOTHING: FrameJob = readJob(readRow(toDataFrame({ fields: [] })));

/** The names of the fields in a golden frame of the backend: JSON below lines of comment. */
function backendFields(golden: string): string[] {
  const text = readFileSync(join(__dirname, '../../pkg/frames/testdata', golden), 'utf8');
  const { frames } = JSON.parse(text.replace(/^\/\/.*$/gm, ''));
  return frames[0].schema.fields.map(({ name }: { name: string }) => name);
}

describe('readJob', () => {
  it.each(['jobs.jsonc', 'job.jsonc'])('knows no field that the backend does not send, in %s', (golden) => {
    expect(backendFields(golden)).toEqual(expect.arrayContaining(Object.keys(NOTHING)));
  });

  it('leaves out no field of the backend’s list', () => {
    expect(Object.keys(NOTHING)).toEqual(expect.arrayContaining(backendFields('jobs.jsonc')));
  });

  it('takes the words of a state, a queue or a reason as they come', () => {
    const frame = toDataFrame({
      fields: [
        { name: 'state', type: FieldType.string, values: ['PAUSED'] },
        { name: 'queue', type: FieldType.string, values: ['gpu'] },
        { name: 'droppedBecause', type: FieldType.string, values: ['FLOOD, OTHER'] },
      ],
    });
    expect(readJob(readRow(frame))).toMatchObject({
      state: 'PAUSED',
      nativeState: 'PAUSED',
      queue: 'gpu',
      droppedBecause: ['FLOOD', 'OTHER'],
    });
  });

  it('reads each row of a list for itself', () => {
    const frame = toDataFrame({
      fields: [
        { name: 'guid', type: FieldType.string, values: ['a', 'b'] },
        { name: 'nid', type: FieldType.number, values: [7, null] },
        { name: 'guid', type: FieldType.string, values: ['x', 'y'] },
      ],
    });
    expect(readRows(frame).map(readJob)).toMatchObject([
      { guid: 'a', nid: 7, attempt: 1, log: true },
      { guid: 'b', nid: null, attempt: 1, log: true },
    ]);
  });
});
