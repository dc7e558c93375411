import { LIMITS } from '@openvcloud/contract';
import { idempotencyKeyOf } from './idempotencyKey';

it('is absent, or the text that was sent', () => {
  expect(idempotencyKeyOf({})).toBeUndefined();
  expect(idempotencyKeyOf({ 'idempotency-key': '!a~' })).toBe('!a~');
  const longest = 'x'.repeat(LIMITS.idempotencyKeyChars);
  expect(idempotencyKeyOf({ 'idempotency-key': longest })).toBe(longest);
});

it.each(['', ' ', 'a b', 'é', 'a\n', 'x'.repeat(LIMITS.idempotencyKeyChars + 1)])('is refused: %j', (key) => {
  expect(() => idempotencyKeyOf({ 'idempotency-key': key })).toThrow(/1 to \d+ visible ASCII characters/);
});
