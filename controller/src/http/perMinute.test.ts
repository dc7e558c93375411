import { PerMinute } from './perMinute';

const BEGIN = 1_000_000;
let now = BEGIN;
let counts: PerMinute;

beforeEach(() => {
  now = BEGIN;
  counts = new PerMinute(() => now);
});

it('knows nothing of a key that nothing happened to', () => {
  expect(counts.look('a')).toEqual({ count: 0, leftMs: 0 });
});

it('counts each key by itself, and says how many that makes', () => {
  expect([counts.count('a'), counts.count('a'), counts.count('b')]).toEqual([1, 2, 1]);
  expect(counts.look('a')).toEqual({ count: 2, leftMs: 60_000 });
});

it('has the minute begin with what happened first, and end for good', () => {
  counts.count('a');
  now += 59_999;
  expect(counts.count('a')).toBe(2);
  expect(counts.look('a')).toEqual({ count: 2, leftMs: 1 });
  now += 1;
  expect(counts.look('a')).toEqual({ count: 0, leftMs: 0 });
  expect(counts.count('a')).toBe(1);
  expect(counts.look('a')).toEqual({ count: 1, leftMs: 60_000 });
});

it('takes back one at a time, down to nothing', () => {
  counts.count('a');
  counts.count('a');
  counts.takeBack('a');
  expect(counts.look('a').count).toBe(1);
  counts.takeBack('a');
  counts.takeBack('a');
  expect(counts.look('a').count).toBe(0);
  expect(counts.count('a')).toBe(1);
});

it('takes nothing back of what it does not know', () => {
  counts.takeBack('a');
  expect(counts.look('a')).toEqual({ count: 0, leftMs: 0 });
});

describe('with ten thousand keys', () => {
  beforeEach(() => {
    for (let index = 0; index < 10_000; index++) {
      counts.count(`key-${index}`);
    }
  });

  it('remembers all of them', () => {
    expect(counts.look('key-0').count).toBe(1);
    expect(counts.count('key-0')).toBe(2);
    expect(counts.look('key-1').count).toBe(1);
  });

  it('forgets the oldest, and no other, for one more', () => {
    counts.count('one more');
    expect(counts.look('key-0').count).toBe(0);
    expect([counts.look('key-1').count, counts.look('one more').count]).toEqual([1, 1]);
  });

  it('takes one whose minute begins anew for the youngest', () => {
    now += 60_000;
    counts.count('key-0');
    now += 1;
    counts.count('one more');
    expect(counts.look('key-0').count).toBe(1);
  });
});
