import type { Batch, BatchCancelResponse, BatchRerunResponse, JobList, ResultReport } from '@openvcloud/contract';
import { act } from '../testing/act';
import { execute, plantScripts, startAgent, type TestAgent } from '../testing/agent';
import { startTestApp, type TestApp } from '../testing/app';
import { holdRows } from '../testing/heldRows';

describe('batches', () => {
  let test: TestApp;
  let agents: TestAgent[];
  beforeAll(async () => {
    test = await startTestApp();
    await plantScripts(test, { 'o/echo': 'def action(text=""): pass\n' });
    agents = await Promise.all([1, 2, 3, 4, 5].map((nid) => startAgent(test, nid)));
  });
  afterAll(() => test.close());

  const ERROR = { type: 'E', message: 'm', backtrace: null, file: null, line: null, function: null, code: null };
  const end = async (nid: number, changes: Partial<ResultReport>) => {
    const agent = agents[nid - 1];
    for (const { guid, attempt } of (await agent?.work()) ?? []) {
      await agent?.report(
        { kind: 'started', guid, attempt },
        { kind: 'result', guid, attempt, state: 'OK', ...changes }
      );
    }
  };
  const read = async (guid: string | null) =>
    (await act<Batch>(test, 'GET', `/api/v1/batches/${guid}`, { token: test.tokens.viewer })).body;
  const rerun = (guid: string | null, key?: string) =>
    act<BatchRerunResponse>(test, 'POST', `/api/v1/batches/${guid}/rerun`, {
      payload: { only: 'failed' },
      ...(key ? { key } : {}),
    });

  it('are read back by state, and run again on the failed and never-started nodes only, once', async () => {
    const { batchGuid, jobs } = await execute(test, {
      organization: 'o',
      name: 'echo',
      role: 'node',
      all: true,
      args: { text: 'a' },
    });
    await end(1, {});
    await end(2, { state: 'ERROR', error: ERROR });
    await end(3, { state: 'TIMEOUT', error: ERROR });
    await act(test, 'POST', `/api/v1/jobs/${jobs.find(({ nid }) => nid === 4)?.guid}/cancel`);
    const batch = await read(batchGuid);
    expect(batch).toMatchObject({
      guid: batchGuid,
      cmd: 'echo',
      user: 'operator',
      total: 5,
      isEnded: false,
      timeStop: null,
      neverStarted: 1,
      states: [
        { state: 'SCHEDULED', count: 1 },
        { state: 'OK', count: 1 },
        { state: 'ERROR', count: 2 },
        { state: 'TIMEOUT', count: 1 },
      ],
    });
    const list = await act<JobList>(test, 'GET', batch.jobsUrl, { token: test.tokens.viewer });
    expect(list.body.items).toHaveLength(5);

    const again = await rerun(batchGuid);
    expect(again).toMatchObject({ status: 201, body: { skipped: 2 } });
    expect(again.body.jobs.map(({ nid }) => nid)).toEqual([2, 3, 4]);
    const parents = new Map(jobs.map(({ nid, guid }) => [nid, guid]));
    again.body.jobs.forEach((job) =>
      expect(job).toMatchObject({
        batchGuid: again.body.batchGuid,
        parentGuid: parents.get(job.nid),
        args: { text: 'a' },
      })
    );
    expect(await rerun(batchGuid)).toMatchObject({ status: 409, body: { code: 'NOTHING_TO_RERUN' } });
    await Promise.all([2, 3, 4, 5].map((nid) => end(nid, {})));
    expect(await read(again.body.batchGuid)).toMatchObject({ total: 3, isEnded: true, timeStop: expect.any(Number) });
  });

  it('are run again once when two people ask at the same moment', async () => {
    const { batchGuid } = await execute(test, { organization: 'o', name: 'echo', role: 'node', all: true });
    await Promise.all([1, 2, 3, 4, 5].map((nid) => end(nid, { state: 'ERROR', error: ERROR })));
    const answers = await Promise.all([rerun(batchGuid), rerun(batchGuid), rerun(batchGuid)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    await Promise.all([1, 2, 3, 4, 5].map((nid) => end(nid, {})));
  });

  it('leave out a job that somebody runs again at the same moment', async () => {
    const { batchGuid, jobs } = await execute(test, { organization: 'o', name: 'echo', role: 'node', all: true });
    await Promise.all([1, 2, 3, 4, 5].map((nid) => end(nid, { state: 'ERROR', error: ERROR })));
    // The last thing an act does before it is committed.
    const hold = await holdRows(test.database.database, { text: 'lock table audit_events', values: [] });
    const ofOne = act(test, 'POST', `/api/v1/jobs/${jobs[0]?.guid}/rerun`);
    await hold.isAwaited();
    const ofAll = rerun(batchGuid);
    await hold.isAwaited(2);
    await hold.release();
    expect(await ofOne).toMatchObject({ status: 201 });
    expect((await ofAll).body.jobs.map(({ nid }) => nid)).toEqual([2, 3, 4, 5]);
    await Promise.all([1, 2, 3, 4, 5].map((nid) => end(nid, {})));
  });

  it('are cancelled: what waits ends at once, agents kill what they hold, what has ended is left alone', async () => {
    const { batchGuid } = await execute(test, { organization: 'o', name: 'echo', role: 'node', all: true });
    const cancel = () => act<BatchCancelResponse>(test, 'POST', `/api/v1/batches/${batchGuid}/cancel`);
    await end(1, {});
    const [running] = (await agents[1]?.work()) ?? [];
    const { guid = '', attempt = 1 } = running ?? {};
    await agents[1]?.report({ kind: 'started', guid, attempt });

    expect(await cancel()).toMatchObject({
      status: 200,
      body: { guid: batchGuid, cancelled: 3, requested: 1, skipped: 1 },
    });
    expect(await agents[1]?.poll()).toEqual({ jobs: [], cancel: [guid] });
    expect(await agents[2]?.work()).toEqual([]);
    expect(await cancel()).toMatchObject({ status: 200, body: { cancelled: 0, requested: 1, skipped: 4 } });
    await agents[1]?.report({
      kind: 'result',
      guid,
      attempt,
      state: 'ERROR',
      nativeState: 'CANCELLED',
      error: ERROR,
    });
    expect(await read(batchGuid)).toMatchObject({
      isEnded: true,
      neverStarted: 3,
      states: [
        { state: 'OK', count: 1 },
        { state: 'ERROR', count: 4 },
      ],
    });
    expect(await cancel()).toMatchObject({ status: 200, body: { cancelled: 0, requested: 0, skipped: 5 } });
  });

  it('that do not exist are a clear error', async () => {
    expect(await act(test, 'GET', '/api/v1/batches/none')).toMatchObject({
      status: 404,
      body: { code: 'UNKNOWN_BATCH' },
    });
    expect(await rerun('none')).toMatchObject({ status: 404 });
    expect(await act(test, 'POST', '/api/v1/batches/none/cancel')).toMatchObject({ status: 404 });
  });
});
