import { FieldType, toDataFrame } from '@grafana/data';
import { toLanes } from './toLanes';

/** A frame of marks: [guid, start, end]. */
const marks = (...jobs: Array<[string, number, number | null]>) =>
  toDataFrame({
    fields: [
      { name: 'time', type: FieldType.time, values: jobs.map(([, time]) => time) },
      { name: 'timeEnd', type: FieldType.time, values: jobs.map(([, , end]) => end) },
      { name: 'title', type: FieldType.string, values: jobs.map(([guid]) => `${guid} OK`) },
      { name: 'tags', type: FieldType.string, values: jobs.map(() => 'OK,cpu-01,io,acme') },
      { name: 'id', type: FieldType.string, values: jobs.map(([guid]) => guid) },
    ],
  });
const guids = (frame: ReturnType<typeof marks>) =>
  toLanes([frame], 'own').lanes.map((lane) => lane.map(({ guid }) => guid));

describe('toLanes', () => {
  it('has jobs that follow each other in one lane, and those that overlap in another', () => {
    expect(guids(marks(['c', 50, 60], ['a', 0, 20], ['b', 10, 30]))).toEqual([['a', 'c'], ['b']]);
  });

  it('leaves out the job itself', () => {
    expect(guids(marks(['own', 0, 20], ['b', 10, 30]))).toEqual([['b']]);
  });

  it('says what the data source says where not all of them are marked', () => {
    expect(toLanes([marks(['a', 0, 20], ['Only 1 of 7 jobs', 100, null])], 'own')).toMatchObject({
      lanes: [[{ guid: 'a', state: 'OK' }]],
      rest: 'Only 1 of 7 jobs OK',
    });
  });
});
