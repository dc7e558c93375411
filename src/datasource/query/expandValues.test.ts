import { expandValues, type Replace } from './expandValues';

/** As Grafana's template service replaces, with these values. */
function replaceWith(variables: Record<string, unknown>): Replace {
  return (text, format) =>
    text.replace(/\$\{?(\w+)\}?|\[\[(\w+)\]\]/g, (match, plain?: string, braced?: string) => {
      const name = plain ?? braced ?? '';
      return !(name in variables) ? match : format ? format(variables[name]) : String(variables[name]);
    });
}

const replace = replaceWith({
  node: ['a', 'b'],
  one: 'x',
  none: [],
  empty: null,
  count: 7,
  tricky: '$node',
  mark: '\uE0000\uE000',
});

describe('expandValues', () => {
  it.each([
    ['plain values as they are', ['OK', 'x y'], ['OK', 'x y']],
    ['a variable with one value', ['$one'], ['x']],
    ['a variable with several', ['$node'], ['a', 'b']],
    ['a variable within a text', ['cpu-${node}-01'], ['cpu-a-01', 'cpu-b-01']],
    ['a variable in the old way of writing', ['[[node]]'], ['a', 'b']],
    ['several variables, each with each', ['$node$node'], ['aa', 'ab', 'ba', 'bb']],
    ['plain values beside variables', ['c', '$node', 'd'], ['c', 'a', 'b', 'd']],
    ['a number', ['$count'], ['7']],
    ['a variable without a value as an empty text', ['x$empty'], ['x']],
    ['a variable with no value at all as none', ['$none'], []],
    ['a variable that there is not as it is', ['$unknown'], ['$unknown']],
    ['no variable that a variable holds', ['$tricky'], ['$node']],
    ['a text that looks like a placeholder as it is', ['$mark$one'], ['\uE0000\uE000x']],
    ['a price', ['5 $'], ['5 $']],
    ['nothing', [], []],
  ])('gives %s', (_, values, expanded) => {
    expect(expandValues(values, replace)).toEqual(expanded);
  });

  it.each([
    ['alone, says so', ['$all'], ['__all']],
    ['within a text, gives the values that are known', ['cpu-$all'], ['cpu-a', 'cpu-b']],
    ['beside another, gives the values that are known', ['$all$one'], ['ax', 'bx']],
  ])('of a variable that stands for all there are, %s', (_, values, expanded) => {
    const withAll: Replace = (text, format) =>
      text.replace('$all', () => format?.(['a', 'b'], true) ?? '').replace('$one', () => format?.('x') ?? '');
    expect(expandValues(values, withAll)).toEqual(expanded);
  });

  it('never asks for the variables of a text that has none', () => {
    const asked = jest.fn(replace);
    expandValues(['OK', 'x'], asked);
    expect(asked).not.toHaveBeenCalled();
  });
});
