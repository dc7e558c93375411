import { parseExit, parseMessage, parseStarted, readUnkillable } from './runnerFrame';

const error = { type: 'T', message: 'm', backtrace: null, file: null, line: null, function: null, code: 1 };
const exit = { dump: '', orphaned: false, phase: 'in', messageTooLarge: null, ignored: 0, unkillable: [] };
const buffer = (value: unknown): Buffer => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));

describe('what a supervisor says', () => {
  it.each([
    { ...exit, code: 0 },
    { ...exit, signal: 9, dump: 'd', dumpTruncatedFrom: 9, orphaned: true, unkillable: [{ pid: 5, state: 'D' }] },
  ])('is an end: %j', (frame) => {
    expect(parseExit(buffer(frame))).toEqual(frame);
  });

  it.each(['{"dump":""', { ...exit, phase: 'sometime' }, { ...exit, unkillable: [1] }, 'null'])(
    'is none: %j',
    (frame) => {
      expect(parseExit(buffer(frame))).toBeUndefined();
    }
  );

  it('is a start, of a process that can be one', () => {
    expect(parseStarted(buffer({ pid: 7, at: 1.5 }))).toEqual({ pid: 7, at: 1.5 });
    for (const pid of [1, 0, -5, '7', undefined]) {
      expect(parseStarted(buffer({ pid, at: 1.5 }))).toBeUndefined();
    }
  });
});

describe('what a script’s process says', () => {
  it.each([
    { k: 'result', value: { a: [1] } },
    { k: 'result', value: null, json: '1', truncatedFrom: 5 },
    { k: 'error', error },
  ])('is an end: %j', (message) => {
    expect(parseMessage(buffer(message))).toEqual(message);
  });

  it.each(['{"k":"result","value":', 'null', '', { k: 'gossip' }, { k: 'error', error: { ...error, code: '1' } }])(
    'is none: %j',
    (message) => {
      expect(parseMessage(buffer(message))).toBeUndefined();
    }
  );
});

it('what a zygote names as left is pids with their states', () => {
  expect(readUnkillable([{ pid: 5, state: 'D' }])).toEqual([{ pid: 5, state: 'D' }]);
  expect(readUnkillable('nobody')).toEqual([]);
});
