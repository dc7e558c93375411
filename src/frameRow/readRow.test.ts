import { createDataFrame, FieldType, toDataFrame } from '@grafana/data';
import { readRow, readRows } from './readRow';

/** A row with one field. */
function rowWith(name: string, type: FieldType, value: unknown) {
  return readRow(createDataFrame({ fields: [{ name, type, values: [value] }] }));
}

describe('a row', () => {
  it.each([
    ['a list of words', 'node, master', ['node', 'master']],
    ['words without blanks between them', 'node,master', ['node', 'master']],
    ['words with many', 'node,   master', ['node', 'master']],
    ['commas with nothing between them', ',node,,', ['node']],
    ['one word', 'node', ['node']],
    ['nothing', '', []],
    ['JSON', '["a, b","c"]', ['a, b', 'c']],
    ['JSON with more than texts', '["a",1,null,"b"]', ['a', 'b']],
  ])('reads texts from %s', (_, value, texts) => {
    const frame = toDataFrame({ fields: [{ name: 'roles', type: FieldType.string, values: [value] }] });
    expect(readRow(frame).texts('roles')).toEqual(texts);
  });

  it('reads texts from a list that came as one', () => {
    expect(rowWith('roles', FieldType.other, ['a,b', 'c']).texts('roles')).toEqual(['a,b', 'c']);
  });

  it.each([
    ['a text', FieldType.string, 'seven', { text: 'seven', number: null, flag: null }],
    ['an empty text', FieldType.string, '', { text: '', number: null, flag: null }],
    ['a number', FieldType.number, 0, { text: null, number: 0, flag: null }],
    ['a flag', FieldType.boolean, false, { text: null, number: null, flag: false }],
    ['nothing', FieldType.string, null, { text: null, number: null, flag: null }],
  ])('reads %s as what it is, and as nothing else', (_, type, value, expected) => {
    const row = rowWith('x', type, value);
    expect({ text: row.text('x'), number: row.number('x'), flag: row.flag('x') }).toEqual(expected);
  });

  it('reads a field that is missing or of another type as null', () => {
    const row = rowWith('nid', FieldType.string, '7');
    expect(row.number('nid')).toBeNull();
    expect(row.text('name')).toBeNull();
    expect(row.texts('roles')).toEqual([]);
    expect(row.json('args')).toBeUndefined();
    expect(rowWith('roles', FieldType.number, 5).texts('roles')).toEqual([]);
  });

  it.each([
    ['JSON that travelled as text', FieldType.string, '{"a":1}', { a: 1 }],
    ['a text that is no JSON', FieldType.string, '{a}', '{a}'],
    ['a value that came as one', FieldType.other, { a: 1 }, { a: 1 }],
    ['a text among values, which is no JSON to be read', FieldType.other, '5', '5'],
  ])('gives %s', (_, type, value, json) => {
    expect(rowWith('args', type, value).json('args')).toEqual(json);
  });

  it('takes the first of fields with the same name', () => {
    const fields = ['first', 'second'].map((value) => ({ name: 'cmd', values: [value] }));
    expect(readRow(toDataFrame({ fields })).text('cmd')).toBe('first');
  });
});

it('reads every row of a frame, each with its own values', () => {
  const frame = toDataFrame({ fields: [{ name: 'seq', values: [4, 5, 6] }] });
  expect(readRows(frame).map((row) => row.number('seq'))).toEqual([4, 5, 6]);
  expect(readRow(frame).number('seq')).toBe(4);
});
