import { toJob } from './toJob';

const ROW = {
  guid: '3f2b8c1d9e4a4b7f8a60d1c2e3f40516',
  id: 50052,
  gid: 1,
  nid: 5,
  category: 'jumpscale',
  cmd: 'exec',
  jscriptid: null,
  queue: '',
  roles: [],
  args: '{"cmd": "hostname"}',
  result: '[0, "du-conv-1-03\\n"]',
  resultcode: 0,
  state: 'OK',
  timeCreate: 1533283200,
  timeStart: 1533283200.412,
  timeStop: 1533283201,
  timeout: 600,
  log: true,
  tags: ['requestid:77aa'],
};
const ECO = {
  errormessage: 'Job timed out',
  backtrace: 'Traceback',
  type: 'OPERATIONS',
  code: 'from JumpScale import j',
};

describe('a job of AC1', () => {
  it('is told as its portal has it', () => {
    expect(toJob(ROW)).toEqual({
      key: ROW.guid,
      gid: 1,
      nid: 5,
      organization: 'jumpscale',
      cmd: 'exec',
      jumpscriptId: 'jumpscale:exec',
      queue: 'default',
      roles: [],
      argsJson: '{"cmd": "hostname"}',
      tags: ['requestid:77aa'],
      timeoutSeconds: 600,
      log: true,
      state: 'OK',
      nativeState: 'OK',
      timeCreate: 1533283200000,
      timeStart: 1533283200412,
      timeStop: 1533283201000,
      resultJson: '[0, "du-conv-1-03\\n"]',
      resultCode: 0,
      notes: [],
    });
  });

  it.each([
    ['SCHEDULED', { timeStart: 0, timeStop: 0 }, { state: 'SCHEDULED', timeStart: null, timeStop: null }],
    ['STARTED', { timeStart: 0, timeStop: 0 }, { state: 'RUNNING', timeStart: null, timeStop: null }],
    ['NOWORK', { timeStart: 0, timeStop: 0, result: 'null' }, { state: 'ERROR', timeStart: null, error: null }],
    ["'ascii' codec can't decode", { result: 'null' }, { state: 'ERROR' }],
    [
      'TIMEOUT',
      { result: JSON.stringify(ECO) },
      { error: expect.objectContaining({ message: 'Job timed out', type: 'OPERATIONS' }) },
    ],
    [
      'TIMEOUT',
      { result: JSON.stringify(JSON.stringify(ECO)) },
      { error: expect.objectContaining({ backtrace: 'Traceback' }) },
    ],
    ['ERROR', { result: '"a message"' }, { error: expect.objectContaining({ message: 'a message' }) }],
    ['ERROR', { result: 'bare text' }, { error: expect.objectContaining({ message: 'bare text' }) }],
    ['OK', { result: 'bare text' }, { resultJson: '"bare text"' }],
    ['OK', { nid: '7' }, { nid: 7, notes: ['Its node id was a text'] }],
    ['OK', { nid: null }, { nid: null }],
    ['OK', { cmd: 'jumpscale/exec', category: 'x' }, { organization: 'jumpscale', cmd: 'exec' }],
    ['OK', { timeStart: 1533283201.9, timeStop: 1533283201 }, { timeStop: 1533283201900 }],
    ['OK', { result: '"a\\u0000b"' }, { notes: [expect.stringContaining('NUL')] }],
  ])('in %s with %j is told as that', (state, row, told) => {
    const job = toJob({ ...ROW, ...row, state });
    expect(job).toMatchObject(told);
    expect(job?.nativeState).toBe(state);
  });

  it('says nothing of times that it does not have: a timed out job that never started', () => {
    const job = toJob({ ...ROW, state: 'TIMEOUT', timeStart: 0, timeStop: 0, result: 'null', resultcode: null });
    expect(job).not.toHaveProperty('timeStart');
    expect(job).not.toHaveProperty('timeStop');
    expect(job).toMatchObject({ resultCode: null, error: null });
  });

  it('without a guid is none', () => {
    expect(toJob({ ...ROW, guid: null })).toBeUndefined();
  });
});
