import { parseFrame } from './runnerFrame';

const error = { type: 'T', message: 'm', backtrace: null, file: null, line: null, function: null, code: 1 };

describe('a line on the control connection', () => {
  it.each([
    { k: 'started', pid: 7, at: 1.5 },
    { k: 'result', value: { a: [1] } },
    { k: 'result', value: null, json: '1', truncatedFrom: 5 },
    { k: 'error', error },
    { k: 'exit', code: 0, dump: '', orphaned: false },
    { k: 'exit', signal: 9, dump: 'd', dumpTruncatedFrom: 9, orphaned: true },
  ])('is a frame: %j', (frame) => {
    expect(parseFrame(JSON.stringify(frame))).toEqual(frame);
  });

  it.each([
    '{"k":"started","pid":7',
    'null',
    '{"k":"gossip"}',
    '{"k":"started","pid":"7","at":1}',
    '{"k":"started","at":1}',
    '{"k":"exit","dump":""}',
    JSON.stringify({ k: 'error', error: { ...error, code: '1' } }),
  ])('is none, of half a killed script or of anybody: %s', (line) => {
    expect(parseFrame(line)).toBeUndefined();
  });
});
