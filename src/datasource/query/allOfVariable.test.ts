import { standsForAll, type Variables } from './allOfVariable';

const NODE = { name: 'node', type: 'query' };

function variables(address: string, saved: object = {}): Variables {
  return {
    replace: (text) => (text === '${node:queryparam}' ? address : text),
    all: () => [{ name: 'queue' }, { name: 'node', ...saved }],
  };
}

describe('a variable stands for all values', () => {
  it.each(['var-node=$__all', 'var-node=%24__all'])('when "All" is chosen: %s', (address) => {
    expect(standsForAll(NODE, variables(address, { query: { field: 'nodeName' } }))).toBe(true);
  });

  it('also when Grafana does not say how it was saved', () => {
    expect(standsForAll(NODE, { ...variables('var-node=%24__all'), all: () => [] })).toBe(true);
  });
});

describe('a variable stands for its values', () => {
  it.each<[string, Variables]>([
    ['when some are chosen', variables('var-node=a&var-node=b')],
    ['when it is left out of the address', variables('')],
    ['when its query is about some jobs', variables('var-node=%24__all', { query: { filters: [{ field: 'queue' }] } })],
    ['when its query searches', variables('var-node=%24__all', { query: { search: 'cpu' } })],
    ['when its query is about the time range', variables('var-node=%24__all', { query: { inTimeRange: true } })],
    ['when a regular expression takes some', variables('var-node=%24__all', { regex: '/cpu/' })],
  ])('%s', (_, of) => {
    expect(standsForAll(NODE, of)).toBe(false);
  });

  it('when its author listed them', () => {
    expect(standsForAll({ ...NODE, type: 'custom' }, variables('var-node=%24__all'))).toBe(false);
  });
});
