import { FieldType, toDataFrame } from '@grafana/data';
import { readRow } from './readRow';

describe('a row', () => {
  it.each([
    ['a list of words', 'node, master', ['node', 'master']],
    ['one word', 'node', ['node']],
    ['nothing', '', []],
    ['JSON', '["a, b","c"]', ['a, b', 'c']],
  ])('reads texts from %s', (_, value, texts) => {
    const frame = toDataFrame({ fields: [{ name: 'roles', type: FieldType.string, values: [value] }] });
    expect(readRow(frame).texts('roles')).toEqual(texts);
  });

  it('reads a field that is missing or of another type as null', () => {
    const frame = toDataFrame({ fields: [{ name: 'nid', type: FieldType.string, values: ['7'] }] });
    expect(readRow(frame).number('nid')).toBeNull();
    expect(readRow(frame).text('name')).toBeNull();
    expect(readRow(frame).texts('roles')).toEqual([]);
  });
});
