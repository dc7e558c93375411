import { nearNames } from './nearNames';

describe('nearNames', () => {
  const names = ['jumpscale:echo', 'jumpscale:error', 'openvcloud:node_info'];

  it('finds what a mistyped name may have meant, best first', () => {
    expect(nearNames('jumpscale:ecko', names)).toEqual(['jumpscale:echo', 'jumpscale:error']);
    expect(nearNames('node_info', names)).toEqual(['openvcloud:node_info']);
  });

  it('finds nothing for something else, or among nothing', () => {
    expect(nearNames('zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz', names)).toEqual([]);
    expect(nearNames('x', [])).toEqual([]);
  });
});
