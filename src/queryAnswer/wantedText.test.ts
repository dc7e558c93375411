import { wantedText } from './wantedText';

const replace = (text: string) => text.replace('$guid', ' 0198 ');

it.each([
  ['a field of the first query, its variables replaced', [{ guid: '$guid' }, { guid: 'x' }], '0198'],
  ['nothing where the field holds no text', [{ guid: 5 }], ''],
  ['nothing where there is no such field', [{}], ''],
  ['nothing without a query', [], ''],
  ['nothing before a query ran', undefined, ''],
])('what is wanted is %s', (_, targets, text) => {
  expect(wantedText(targets, 'guid', replace)).toBe(text);
});
