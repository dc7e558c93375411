import { FailedAttempts } from './failedAttempts';

let now = 0;
const attempts = (perMinute: number): FailedAttempts => new FailedAttempts(perMinute, () => now);
const fail = (of: FailedAttempts, times: number, ip = 'a'): void => {
  for (let time = 0; time < times; time++) {
    of.begin(ip);
  }
};

beforeEach(() => {
  now = 1_000_000;
});

it('refuses an address after so many failures, and no other one', () => {
  const guessed = attempts(3);
  fail(guessed, 2);
  expect(guessed.refusal('a')).toBeUndefined();
  fail(guessed, 1);
  expect(guessed.refusal('a')).toMatchObject({ code: 'TOO_MANY_FAILURES', more: { headers: { 'retry-after': '60' } } });
  expect(guessed.refusal('b')).toBeUndefined();
});

it('lets it in when the minute of its first failure is over, however often it came meanwhile', () => {
  const guessed = attempts(2);
  fail(guessed, 2);
  now += 59_500;
  fail(guessed, 50);
  expect(guessed.refusal('a')).toMatchObject({ more: { headers: { 'retry-after': '1' } } });
  now += 500;
  expect(guessed.refusal('a')).toBeUndefined();
  fail(guessed, 1);
  expect(guessed.refusal('a')).toBeUndefined();
});

it('takes back what was no failure, and never more than there was', () => {
  const guessed = attempts(2);
  fail(guessed, 2);
  guessed.takeBack('a');
  expect(guessed.refusal('a')).toBeUndefined();
  guessed.takeBack('a');
  guessed.takeBack('a');
  guessed.takeBack('b');
  fail(guessed, 1);
  expect(guessed.refusal('a')).toBeUndefined();
  fail(guessed, 1);
  expect(guessed.refusal('a')).toBeDefined();
});

it('forgets the oldest of very many addresses, so that a flood of them cannot fill the memory', () => {
  const guessed = attempts(1);
  fail(guessed, 1, 'first');
  fail(guessed, 1, 'second');
  // It stays the oldest: its minute began with its first failure.
  fail(guessed, 1, 'first');
  for (let index = 0; index < 9_999; index++) {
    fail(guessed, 1, `flood-${index}`);
  }
  expect(guessed.refusal('first')).toBeUndefined();
  expect(guessed.refusal('second')).toBeDefined();
});
