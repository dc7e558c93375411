import { argsFault } from './checkArgs';

const parameters = [
  { name: 'path', default: null },
  { name: 'depth', default: '3' },
];

it.each<[string, Record<string, unknown>]>([
  ['what is required', { path: '/' }],
  ['what has a default too', { path: '/', depth: 1 }],
  ['null', { path: null }],
])('takes %s', (_what, args) => {
  expect(argsFault(args, parameters)).toBeUndefined();
});

it.each<[string, Record<string, unknown>, string]>([
  ['nothing', {}, 'Expected args for action(path, depth=3), got no "path".'],
  ['a name it has not', { path: '/', deep: 1 }, 'Expected args for action(path, depth=3), got unknown "deep".'],
  ['both', { a: 1, b: 2 }, 'Expected args for action(path, depth=3), got unknown "a", "b" and no "path".'],
  [
    'a name of all objects',
    { toString: 1 },
    'Expected args for action(path, depth=3), got unknown "toString" and no "path".',
  ],
])('says what was expected when it is given %s', (_what, args, fault) => {
  expect(argsFault(args, parameters)).toBe(fault);
});

it('takes no name of all objects for one that was given', () => {
  expect(argsFault({}, [{ name: 'constructor', default: null }])).toBe(
    'Expected args for action(constructor), got no "constructor".'
  );
});

it('takes any name by **kwargs, and none by *args', () => {
  expect(argsFault({ x: 1 }, [{ name: '**kwargs', default: null }])).toBeUndefined();
  expect(argsFault({ x: 1 }, [{ name: '*args', default: null }])).toBe(
    'Expected args for action(*args), got unknown "x".'
  );
  expect(argsFault({}, [{ name: '*args', default: null }])).toBeUndefined();
});

it('names ten of many unknown ones, each in short', () => {
  const args = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`${index}-${'x'.repeat(200)}`, 1]));
  const fault = argsFault(args, []) ?? '';
  expect(fault.match(/"/g)).toHaveLength(20);
  expect(fault).toContain(`"9-${'x'.repeat(98)}"`);
  expect(fault).not.toContain('x'.repeat(99));
});
