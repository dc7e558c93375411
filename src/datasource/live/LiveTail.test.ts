import { createDataFrame, FieldType } from '@grafana/data';
import { LiveTail, TAIL_ROWS } from './LiveTail';

function frame(ids: Array<string | number>, notes = ids.map(() => '')) {
  return createDataFrame({
    name: 'logs',
    meta: { preferredVisualisationType: 'logs' },
    fields: [
      { name: 'id', type: FieldType.other, values: ids },
      { name: 'note', type: FieldType.string, values: notes },
    ],
  });
}

const rowsOf = (tail: LiveTail) => tail.toFrame('A')?.fields.map(({ values }) => [...values]);

describe('LiveTail', () => {
  it('is nothing before anything is known', () => {
    expect(new LiveTail('id').toFrame('A')).toBeUndefined();
  });

  it('adds what comes at the end, and keeps what the frame is', () => {
    const tail = new LiveTail('id');
    tail.begin(frame(['a']));
    tail.add(frame(['b', 'c']));
    expect(rowsOf(tail)?.[0]).toEqual(['a', 'b', 'c']);
    expect(tail.toFrame('B')).toMatchObject({ name: 'logs', refId: 'B', meta: { preferredVisualisationType: 'logs' } });
  });

  it('puts what has changed in the place of what it was', () => {
    const tail = new LiveTail('id');
    tail.begin(frame(['a', 'b'], ['old', 'old']));
    tail.add(frame(['a'], ['new']));
    expect(rowsOf(tail)).toEqual([
      ['b', 'a'],
      ['old', 'new'],
    ]);
  });

  it('puts the list that was asked for before what came meanwhile, each row once', () => {
    const tail = new LiveTail('id');
    tail.add(frame(['c', 'd'], ['live', 'live']));
    tail.begin(frame(['a', 'b', 'c'], ['list', 'list', 'list']));
    expect(rowsOf(tail)).toEqual([
      ['a', 'b', 'c', 'd'],
      ['list', 'list', 'live', 'live'],
    ]);
  });

  it('takes fields by their names', () => {
    const tail = new LiveTail('id');
    tail.begin(frame(['a'], ['first']));
    const { fields } = frame(['b'], ['second']);
    tail.add(createDataFrame({ fields: [...fields].reverse() }));
    expect(rowsOf(tail)).toEqual([
      ['a', 'b'],
      ['first', 'second'],
    ]);
  });

  it('lets go of the oldest when there are too many', () => {
    const tail = new LiveTail('id');
    tail.add(frame(Array.from({ length: TAIL_ROWS + 2 }, (_, index) => index)));
    expect(rowsOf(tail)?.[0]?.slice(0, 2)).toEqual([2, 3]);
    expect(rowsOf(tail)?.[0]).toHaveLength(TAIL_ROWS);
  });
});
