import { rawJsonMember } from './rawJsonMember';

describe('rawJsonMember', () => {
  it.each([
    ['an object', '{"name":"x","args":{"n":9007199254740993, "f": 1.0}}', '{"n":9007199254740993, "f": 1.0}'],
    ['a number at the end', '{ "args" : 12345678901234567890 }', '12345678901234567890'],
    ['the name escaped', '{"\\u0061rgs":[1,2]}', '[1,2]'],
    ['brackets and quotes in text', '{"a":"}\\"],{\\"args\\":1","args":"]\\\\"}', '"]\\\\"'],
    ['the same name deeper down', '{"other":{"args":1},"list":[{"args":2}],"args":3,"z":null}', '3'],
    ['the last of two', '{"args":1,"args":2}', '2'],
    ['nothing', '{"name":"args"}', undefined],
    ['an empty object', '{}', undefined],
    ['nested empty values', '{"a":{},"b":[],"args":{}}', '{}'],
  ])('finds %s', (_title, json, expected) => {
    expect(() => void JSON.parse(json)).not.toThrow();
    expect(rawJsonMember(json, 'args')).toBe(expected);
  });
});
