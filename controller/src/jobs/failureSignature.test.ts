import { failureSignature, normaliseMessage } from './failureSignature';

describe('failureSignature', () => {
  it('joins type, place and normalised message', () => {
    expect(
      failureSignature({
        type: 'OSError',
        message: "No space left on '/dev/sdb1' (pid 4242)\nmore",
        file: '/opt/scripts/disk.py',
        line: 12,
      })
    ).toBe('OSError disk.py:12 No space left on <text> (pid <n>)');
    expect(failureSignature({ type: 'AgentLost', message: '', file: null, line: null })).toBe('AgentLost');
  });

  it.each([
    ['took 12.5 s, 3 of 4', 'took <n> s, <n> of <n>'],
    ['object at 0x7F31ab', 'object at <hex>'],
    ['commit e3fdc19a77', 'commit <hex>'],
    ['job 01a20480-c096-7987-8fea-d9caab9de4cf gone', 'job <uuid> gone'],
    ['cannot reach 10.0.0.17:5432', 'cannot reach <address>'],
    ['cannot reach fe80::1:2a', 'cannot reach <address>'],
    ['GET http://10.0.0.1/x?y=1 failed', 'GET <url> failed'],
    ['open /var/lib/x.img: no such file', 'open <path>: no such file'],
    ['open C:\\data\\x.img failed', 'open <path> failed'],
    ['at 2026-11-22T10:00:00.123Z it broke', 'at <time> it broke'],
    ['name "vm-7" is taken', 'name <text> is taken'],
    ['  spaces\t and   tabs ', 'spaces and tabs'],
    ['division by zero', 'division by zero'],
  ])('normalises %j', (message, expected) => {
    expect(normaliseMessage(message)).toBe(expected);
  });

  it('is the same for failures that differ in numbers and names only', () => {
    const of = (message: string) => failureSignature({ type: 'E', message, file: 'a.py', line: 1 });
    expect(of("disk '/dev/sda' is 91% full on 10.0.0.1")).toBe(of("disk '/dev/sdb' is 99% full on 10.0.0.2"));
  });

  it('stays quick and short for any text', () => {
    for (const piece of ['a', '1', '/', ':', "'", '0x', 'f:', '-', '\ud800']) {
      expect(normaliseMessage(piece.repeat(1_000_000)).length).toBeLessThanOrEqual(200);
    }
  });
});
