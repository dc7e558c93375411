import { normaliseMessage } from './normaliseMessage';

const ID = '01a20480-c096-7987-8fea-d9caab9de4cf';

describe('a normalised message', () => {
  it.each([
    [
      'OSError',
      "[Errno 28] No space left on device: '/mnt/vol-17/a3f9c21b.img'",
      "[Errno 28] No space left on device: '/mnt/<id>/<id>.img'",
    ],
    ['KeyError', "'a'", "'a'"],
    ['KeyError', `'${ID}'`, '<text>'],
    ['KeyError', "'port8080'", '<text>'],
    ['KeyError', '5', '<n>'],
    ['ValueError', "unknown colour 'red'", 'unknown colour <text>'],
    ['VmError', "no attribute 'red'", "no attribute 'red'"],
    ['ModuleNotFoundError', "No module named 'j.clients'", "No module named 'j.clients'"],
    [
      'FileNotFoundError',
      "[Errno 2] No such file or directory: 'qemu-img'",
      "[Errno 2] No such file or directory: 'qemu-img'",
    ],
    [
      'HTTPError',
      '404 Client Error: Not Found for url: http://10.0.0.1/x?y=1',
      '404 Client Error: Not Found for url: <url>',
    ],
    ['E', 'HTTP Error 503: Service Unavailable', 'HTTP Error 503: Service Unavailable'],
    ['E', 'answered with status 409 after 12.5 s', 'answered with status 409 after <duration>'],
    ['E', 'response 404, and 404 rows', 'response 404, and <n> rows'],
    ['E', '<Response [502]>', '<Response [502]>'],
    [
      'CalledProcessError',
      "Command '['/usr/bin/virsh', 'start', 'vm-7']' returned non-zero exit status 1.",
      "Command 'virsh' returned non-zero exit status 1.",
    ],
    [
      'CalledProcessError',
      "Command 'rm /x' died with <Signals.SIGKILL: 9>.",
      "Command 'rm' died with <Signals.SIGKILL: 9>.",
    ],
    ['E', 'exited with code 127; rc=2; signal 9; status 70000', 'exited with code 127; rc=2; signal 9; status <n>'],
    [
      'OperationalError',
      "(1045, \"Access denied for user 'a'@'b'\")",
      "(1045, 'Access denied for user <text>@<text>')",
    ],
    ['E', 'bad vm=a3 name="x y" n == 3', 'bad vm=<value> name=<value> n == <n>'],
    [
      'E',
      "Caused by New('<X object at 0x7f12>: [Errno 111] Connection refused')",
      "Caused by New('<X object at <id>>: [Errno 111] Connection refused')",
    ],
    ['E', `job ${ID} of ann@example.com on cpu-3.lan gone`, 'job <id> of <email> on <host> gone'],
    ['E', 'at 2026-11-22T10:00:00.123Z, 22/Nov/2026:10:00:00 +0100, Nov 22 10:00:01 2026, 10:00:01', 'at <time>'],
    ['E', 'to 10.0.0.17:5432, to fe80::1:2a, to 52:54:00:12:34:56', 'to <address>, to <address>, to <id>'],
    ['E', 'read 1.5 GB of 3,000.50 in 5 minutes, 91%', 'read <size> of <n> in <duration>, <n>%'],
    ['E', "left: [1, 2, 3] of {'a': 1, 'b': 2}", 'left: […] of {…}'],
    ['E', 'said {"code": 404, "message": "no vm a3f9c21b", "id": 7}', 'said {"code": 404, <text>: \'no vm <id>\', …}'],
    ['E', "can't and won't: std::bad_alloc at a::b", "can't and won't: std::bad_alloc at a::b"],
    ['E', '  first\t line\nsecond', 'first line'],
    ['E', 'could not start vm-7:\n  quota exceeded\nmore', 'could not start <id>: quota exceeded'],
    ['E', ' \n ', ''],
  ])('of %s: %s', (type, message, normalised) => {
    expect(normaliseMessage(type, message)).toBe(normalised);
  });

  it('stays short for any text', () => {
    for (const piece of ['a', '1', '/', ':', "'", '0x', 'f:', '-', '\ud800', "='", 'a.', '{<n>', '{"a": 1, ']) {
      expect(normaliseMessage('KeyError', piece.repeat(1_000_000)).length).toBeLessThanOrEqual(300);
    }
  });
});
