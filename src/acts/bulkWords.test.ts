import { bulkVerb, describeOutcomes } from './bulkWords';

it('counts what will be done', () => {
  expect([bulkVerb(1, 'cancel'), bulkVerb(12_000, 'rerun')]).toEqual(['Cancel 1 job', 'Re-run 12,000 jobs']);
});

it('says what came of it, also in the codes of reasons that it has no words for', () => {
  const outcomes = [
    { outcome: 'cancelled', count: 2 },
    { outcome: 'requested', count: 1 },
    { outcome: 'BAD_ARGS', count: 1 },
  ];
  expect(describeOutcomes({ outcomes })).toEqual([
    '2 jobs cancelled before they started',
    '1 job being killed by their agents',
    '1 job left out: BAD_ARGS',
  ]);
});
