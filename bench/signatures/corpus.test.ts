import { judge } from './judge';
import { signCorpus } from './readCorpus';

describe('signatures of failures whose kind is known', () => {
  it('are never the same for two kinds, and nearly always for two failures of one', async () => {
    const verdict = judge(await signCorpus(1, 20));
    expect(verdict.failures).toBeGreaterThan(2000);
    expect(verdict.wrongMerges).toEqual([]);
    expect(verdict.pairsJoined).toBeGreaterThan(0.95);
  });

  it('are judged by pairs', () => {
    const of = (kind: string, signature: string) => ({ kind, signature });
    expect(judge([of('a', '1'), of('a', '1'), of('a', '2'), of('b', '2')])).toEqual({
      failures: 4,
      kinds: 2,
      wrongMerges: [{ signature: '2', kinds: ['a', 'b'] }],
      pairsJoined: 1 / 3,
      split: [{ kind: 'a', pairsJoined: 1 / 3, signatures: ['1', '2'] }],
    });
  });
});
