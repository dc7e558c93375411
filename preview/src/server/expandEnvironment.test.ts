import { expandEnvironment } from './expandEnvironment';

const env = { URL: 'http://127.0.0.1:4400', TOKEN: 'a$b' };

test('replaces both spellings, at any depth, and leaves other types alone', () => {
  const read = { url: '$URL/x', list: ['${TOKEN}!'], port: 1, on: true, none: null };
  expect(expandEnvironment(read, env)).toEqual({
    url: 'http://127.0.0.1:4400/x',
    list: ['a$b!'],
    port: 1,
    on: true,
    none: null,
  });
});

test('reads a doubled dollar as one, also in front of a name', () => {
  expect(expandEnvironment('{{ $$labels.cmd }} $$URL', env)).toBe('{{ $labels.cmd }} $URL');
});

test('leaves nothing of a variable that is not set, as Grafana does', () => {
  expect(expandEnvironment('[$MISSING]', env)).toBe('[]');
});

test('does not expand what a value brought in', () => {
  expect(expandEnvironment('$TOKEN', { TOKEN: '$URL', URL: 'no' })).toBe('$URL');
});
