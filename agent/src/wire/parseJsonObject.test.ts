import { parseJsonObject } from './parseJsonObject';

describe('a text that somebody else wrote', () => {
  it.each([
    ['{"a":1,"b":[2]}', { a: 1, b: [2] }],
    ['{}', {}],
    ['null', {}],
    ['7', {}],
    ['"text"', {}],
    ['{"a":', {}],
    ['', {}],
  ])('%j has the fields of its JSON object, if it is one', (text, fields) => {
    expect(parseJsonObject(text)).toEqual(fields);
  });
});
