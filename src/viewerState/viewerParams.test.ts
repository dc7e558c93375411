import { changeViewerParams, readViewerParams, toUrlChanges, viewerKey, viewerPrefix } from './viewerParams';

describe('viewerPrefix', () => {
  it('tells the panels of a dashboard apart, also where one id begins like another', () => {
    expect(viewerPrefix(7)).toBe('p7.');
    expect(readViewerParams('?p71.q=x', viewerPrefix(7))).toEqual({});
  });
});

describe('readViewerParams', () => {
  it("reads only the panel's own parameters, each with all its values", () => {
    const params = readViewerParams(
      '?from=now-1h&p7.q=a+b&p7.filter=state%7C%3D%7COK&p7.filter=nid%7C%3D%7C1&p71.q=x&xp7.q=y',
      'p7.'
    );
    expect(params).toEqual({ q: ['a b'], filter: ['state|=|OK', 'nid|=|1'] });
  });

  it.each(['', '?'])('reads nothing of %p', (search) => {
    expect(readViewerParams(search, 'p7.')).toEqual({});
  });

  it('keeps an empty value: a search that was cleared differs from one that was never changed', () => {
    expect(readViewerParams('?p7.q=', 'p7.')).toEqual({ q: [''] });
  });

  it('reads a parameter that is called like something every object has', () => {
    expect(readViewerParams('?p7.a=1&p7.a=2', 'p7.')).toEqual({ a: ['1', '2'] });
  });
});

describe('changeViewerParams', () => {
  it('adds, replaces and takes out, and leaves what it was given as it was', () => {
    const params = { q: ['a'], sort: ['cmd'], limit: ['10'] };
    expect(changeViewerParams(params, { q: undefined, filter: [], limit: ['25'], row: ['g'] })).toEqual({
      sort: ['cmd'],
      limit: ['25'],
      row: ['g'],
    });
    expect(params).toEqual({ q: ['a'], sort: ['cmd'], limit: ['10'] });
  });
});

describe('viewerKey', () => {
  it('is equal for equal params, whatever the order of their names', () => {
    expect(viewerKey({ a: ['1'], b: ['2'], c: ['3'] })).toBe(viewerKey({ c: ['3'], b: ['2'], a: ['1'] }));
  });

  it.each([
    [{ a: ['1', '2'] }, { a: ['2', '1'] }],
    [{ a: ['1'] }, { b: ['1'] }],
    [{ a: ['1'] }, {}],
    [{ a: ['1,2'] }, { a: ['1', '2'] }],
  ])('tells %j and %j apart', (one, other) => {
    expect(viewerKey(one)).not.toBe(viewerKey(other));
  });
});

describe('toUrlChanges', () => {
  it('writes one value plainly, several as a list, none as null, all under the prefix', () => {
    expect(toUrlChanges({ q: ['x'], empty: [''], filter: ['a', 'b'], sort: undefined, none: [] }, 'p7.')).toEqual({
      'p7.q': 'x',
      'p7.empty': '',
      'p7.filter': ['a', 'b'],
      'p7.sort': null,
      'p7.none': null,
    });
  });
});
