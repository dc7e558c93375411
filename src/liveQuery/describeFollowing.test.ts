import { describeFollowing, describeNews } from './describeFollowing';
import { type LiveState } from './liveUpdate';

describe('describeFollowing', () => {
  it.each<[LiveState | undefined, number, string]>([
    ['live', 0, 'Live'],
    ['live', 10, 'Live'],
    ['live', 1340, 'Live, 1,340 lines a second'],
    ['opening', 0, 'Connecting…'],
    [undefined, 0, 'Connecting…'],
    ['away', 0, 'Not live: asked for every 2 s'],
    ['refused', 50, 'Not live: asked for every 2 s'],
    ['off', 0, 'Not live: asked for every 2 s'],
  ])('says of %s with %d rows a second: %s', (state, rate, words) => {
    expect(describeFollowing({ state, rate }, 'lines', 2)).toBe(words);
  });

  it('says how many came while it was paused', () => {
    expect([0, 12, 1200].map(describeNews)).toEqual(['Paused', '12 new', '1,200 new']);
  });
});
