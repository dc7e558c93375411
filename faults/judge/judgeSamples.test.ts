import { Excuses } from './excuses';
import { judgeSamples } from './judgeSamples';
import { evidence, struck } from '../testing/evidence';

const samples = (...times: number[]) => times.map((time) => ({ nid: 1, time, values: 5 }));
const judged = (change: Parameters<typeof evidence>[0]) => {
  const all = evidence(change);
  return judgeSamples(all, new Excuses(all.struck, all.sampled.nids));
};

describe('the node samples of a fault run', () => {
  it('are fine when there is one every ten seconds', () => {
    expect(judged({})).toEqual({ stored: 3, lost: 0, duplicated: 0, incomplete: 0 });
  });

  it.each([
    ['in the middle', samples(1000, 21_000), 1],
    ['in the end', samples(1000), 2],
    ['all', [], 2],
  ])('are missed %s', (_, some, lost) => {
    expect(judged({ samples: some })).toMatchObject({ lost });
  });

  it('are not missed while their agent was away, or its spool full', () => {
    const gap = samples(1000, 21_000);
    expect(judged({ samples: gap, struck: [struck('killAgent', 10_000, 13_000)] }).lost).toBe(0);
    expect(judged({ samples: gap, struck: [struck('fillSpool', 10_000, 13_000)] }).lost).toBe(0);
    // What was sampled while nothing passed is delivered late.
    expect(judged({ samples: gap, struck: [struck('stallConnections', 5000, 40_000)] }).lost).toBe(1);
  });

  it('are found when one is there twice, or in part', () => {
    expect(judged({ samples: samples(1000, 11_000, 11_001, 21_000) }).duplicated).toBe(1);
    expect(judged({ samples: [...samples(1000, 11_000), { nid: 1, time: 21_000, values: 4 }] }).incomplete).toBe(1);
    expect(
      judged({ samples: samples(1000, 11_000, 15_500, 25_500), struck: [struck('killAgent', 12_000, 14_500)] })
        .duplicated
    ).toBe(0);
  });
});
