import { daysToDrop } from './daysToDrop';

describe('daysToDrop', () => {
  const partitions = [10, 7, 9, 8, 11].map((day) => ({ name: `p${day}`, day, bytes: 100 }));
  it.each([
    ['nothing without limits', { days: null, bytes: null }, []],
    ['days past the age', { days: 1, bytes: null }, ['p7 age', 'p8 age']],
    ['the oldest until the rest fits', { days: null, bytes: 250 }, ['p7 size', 'p8 size', 'p9 size']],
    ['never today, however large', { days: 0, bytes: 1 }, ['p7 age', 'p8 age', 'p9 age']],
    ['by age first, then by size', { days: 2, bytes: 350 }, ['p7 age', 'p8 size']],
  ])('drops %s', (_title, limit, expected) => {
    expect(daysToDrop(partitions, limit, 10).map(({ name, reason }) => `${name} ${reason}`)).toEqual(expected);
  });

  it.each([
    ['of a job that has not ended by size only', { isHeld: true, isOrphaned: true }, ['p8 age'], ['p7 size', 'p8 age']],
    ['of a job that ended lately by size only', { isRecent: true }, ['p8 age'], ['p7 size', 'p8 age']],
    ['whose jobs are gone at once', { isRecent: true, isOrphaned: true }, ['p7 jobs', 'p8 age'], ['p7 jobs', 'p8 age']],
  ])('drops a day %s', (_title, more, byAge, bySize) => {
    const marked = partitions.map((partition) => (partition.day === 7 ? { ...partition, ...more } : partition));
    const drops = (bytes: number | null) =>
      daysToDrop(marked, { days: 1, bytes }, 10).map(({ name, reason }) => `${name} ${reason}`);
    expect(drops(null)).toEqual(byAge);
    expect(drops(300)).toEqual(bySize);
  });
});
