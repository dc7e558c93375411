import { asObject, parseJson, textOf, textsOf, wholeOf } from './parseJson';

it.each([
  ['{"a":1}', { a: 1 }],
  ['{"a":', undefined],
  ['', undefined],
  ['null', null],
])('reads %j, or says that it is no JSON', (text, value) => {
  expect(parseJson(text)).toEqual(value);
});

it.each([[5], ['5'], [5.7]])('takes %j for the number that it is', (value) => {
  expect(wholeOf({ n: value }, 'n')).toBe(5);
});

it('finds nothing where nothing of that kind is', () => {
  const object = asObject({ list: ['a', 1, null], number: 'x' });
  expect(wholeOf(object, 'number')).toBeUndefined();
  expect(textOf(object, 'list')).toBeUndefined();
  expect(textsOf(object, 'list')).toEqual(['a']);
  expect(textsOf(undefined, 'list')).toBeUndefined();
  expect(asObject([1])).toBeUndefined();
});
