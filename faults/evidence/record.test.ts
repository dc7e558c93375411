import { parseRun } from './record';

describe('what a run noted', () => {
  it('is where it ran, when it had written how much, and how it ended', () => {
    const text = 'start 1000 2 100\nline 1001 1\nline 1005 2\nprocess 1006 77 4711\nend 1010 2 abc returns\n';
    expect(parseRun('g', 'r', text)).toEqual({
      guid: 'g',
      run: 'r',
      nid: 2,
      width: 100,
      startedAt: 1000,
      written: [
        { at: 1001, lines: 1 },
        { at: 1005, lines: 2 },
      ],
      processes: [{ pid: 77, startedAt: '4711' }],
      end: { at: 1010, lines: 2, checksum: 'abc', fails: false },
    });
    expect(parseRun('g', 'r', 'start 1 2 100\nend 3 0 abc fails\n')?.end?.fails).toBe(true);
  });

  it('has no end when the run was killed, and is nothing when it was killed before its first note', () => {
    expect(parseRun('g', 'r', 'start 1000 2 100\nline 1001 1\n')?.end).toBeUndefined();
    expect(parseRun('g', 'r', '')).toBeUndefined();
  });
});
