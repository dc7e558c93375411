import {
  formatCondition,
  LIMITS,
  type JobSummary,
  type LogLine,
  type UnsentReport,
  type StreamGap,
} from '@openvcloud/contract';
import { pino } from 'pino';
import { buildApp } from '../app';
import { readConfig } from '../config';
import { openDatabase } from '../database/database';
import { buildServices } from '../services';
import { emptyOldChanges } from '../journal/changes';
import { act } from '../testing/act';
import { execute, plantScripts, readJob, startAgent, type TestAgent } from '../testing/agent';
import { startTestApp, type TestApp } from '../testing/app';
import { EventReader, type ReadEvent } from '../testing/eventReader';

// A busy machine may be slow; a hang is still found.
jest.setTimeout(120_000);

const SCRIPTS = {
  'demo/echo': 'descr = "Echo."\ndef action():\n    pass\n',
  'demo/other': 'descr = "Other."\ndef action():\n    pass\n',
};

describe('the stream of live changes', () => {
  let test: TestApp;
  let agent: TestAgent;
  /** Two controllers on one database. */
  let here: string;
  let other: Awaited<ReturnType<typeof startOther>>;
  const readers: EventReader[] = [];

  beforeAll(async () => {
    test = await startTestApp();
    await plantScripts(test, SCRIPTS);
    agent = await startAgent(test, 1);
    const address = test.app.server.address();
    here = typeof address === 'object' ? `http://127.0.0.1:${address?.port}/api/v1/stream` : '';
    other = await startOther(test);
  });
  afterEach(() => readers.splice(0).forEach((reader) => reader.close()));
  afterAll(async () => {
    await other.stop();
    await test.close();
  });

  const open = async (url: string, lastEventId?: string) => {
    const reader = await EventReader.open(url, test.tokens.viewer, lastEventId);
    readers.push(reader);
    return reader;
  };
  /** A job that the agent holds. */
  const assigned = async (name = 'echo') => {
    const { guid } = (await execute(test, { organization: 'demo', name, nid: 1 })).jobs[0] ?? { guid: '' };
    await agent.work();
    return guid;
  };
  const started = (guid: string) => ({ guid, attempt: 1, kind: 'started' as const, time: Date.now() });
  const lines = (guid: string, from: number, count: number, text = 'line', level = 5) => ({
    guid,
    attempt: 1,
    kind: 'logs' as const,
    lines: Array.from({ length: count }, (_, index) => ({
      seq: from + index,
      time: Date.now(),
      level,
      category: 'stdout',
      message: `${text} ${from + index}`,
    })),
  });
  const succeeded = (guid: string): UnsentReport => ({
    guid,
    attempt: 1,
    kind: 'result',
    time: Date.now(),
    state: 'OK',
    result: { answer: 42 },
  });

  it('shows a job through its states and its lines in between, also on another controller', async () => {
    const [one, two] = [await open(here), await open(other.url)];
    const guid = await assigned();
    await agent.report(started(guid), lines(guid, 1, 3));
    await agent.report(lines(guid, 4, 2));
    await agent.report(succeeded(guid));
    for (const reader of [one, two]) {
      await reader.until(() => reader.events.some(({ data }) => (data as JobSummary).state === 'OK'));
      expect(reader.events.map(told)).toEqual([
        'SCHEDULED',
        'RUNNING',
        'line 1',
        'line 2',
        'line 3',
        'line 4',
        'line 5',
        'OK',
      ]);
    }
    expect(one.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    // The same shapes as in the lists: one decoder reads both.
    const { body } = await test.call({ url: `/api/v1/jobs?filter=guid|=|${guid}`, token: test.tokens.viewer });
    expect(two.events.at(-1)?.data).toEqual((body as { items: JobSummary[] }).items[0]);
    const logs = await test.call({ url: `/api/v1/jobs/${guid}/logs`, token: test.tokens.viewer });
    expect(two.events.filter(({ name }) => name === 'log').map(({ data }) => data)).toEqual(
      (logs.body as { items: LogLine[] }).items
    );
    const running = two.events[1]?.data as JobSummary;
    expect(running).toMatchObject({ nodeName: 'node-1', timeStop: null, resultPreview: null });
    expect(two.events.map(({ id }) => id)).toEqual(one.events.map(({ id }) => id));
  });

  it('shows cancelling, cancelled and lost jobs', async () => {
    const reader = await open(`${here}?logs=false`);
    const waiting = (await execute(test, { organization: 'demo', name: 'echo', nid: 1 })).jobs[0]?.guid;
    await act(test, 'POST', `/api/v1/jobs/${waiting}/cancel`);
    const guid = await assigned();
    await agent.report(started(guid));
    await act(test, 'POST', `/api/v1/jobs/${guid}/cancel`);
    await reader.until(() => reader.events.some(({ data }) => (data as JobSummary).nativeState === 'CANCELLING'));
    expect(reader.events.map(({ data }) => (data as JobSummary).nativeState)).toEqual([
      'SCHEDULED',
      'CANCELLED',
      'SCHEDULED',
      'RUNNING',
      'CANCELLING',
    ]);
    await agent.report({ ...succeeded(guid) });
  });

  it('filters jobs and lines as the lists do, each for themselves', async () => {
    const guids = [await assigned('echo'), await assigned('other')];
    const [first = '', second = ''] = guids;
    const of = (query: string) => open(`${here}?${query}`);
    const ended = await of('filter=state|=|OK&filter=result|contains|42&logs=false');
    const others = await of('filter=cmd|regex|^oth&logFilter=level|=|2');
    const one = await of(`job=${second}&logQ=LINE%202`);
    const onlyLogs = await of('jobs=false&logFilter=cmd|=|echo');
    await agent.report(...guids.flatMap((guid) => [started(guid), lines(guid, 1, 2), lines(guid, 3, 1, 'bad', 2)]));
    await agent.report(succeeded(first), succeeded(second));
    await ended.until(() => ended.events.length === 2);
    await others.until(() => others.events.length === 4);
    await one.until(() => one.events.length === 3);
    await onlyLogs.until(() => onlyLogs.events.length === 3);
    expect(ended.events.map(({ data }) => (data as JobSummary).guid)).toEqual(guids);
    expect(others.events.map(told)).toEqual(['RUNNING', 'bad 3', 'bad 3', 'OK']);
    expect(one.events.map(told)).toEqual(['RUNNING', 'line 2', 'OK']);
    expect(onlyLogs.events.map(told)).toEqual(['line 1', 'line 2', 'bad 3']);
  });

  it('goes on after a break with exactly what was missed, while jobs and lines go on', async () => {
    const whole = await open(here);
    const seen: ReadEvent[] = [];
    let broken = await open(other.url, whole.lastId);
    const agents = await Promise.all([11, 12, 13].map((nid) => startAgent(test, nid)));
    let isOver = false;
    const load = Promise.all(
      agents.map(async (one) => {
        for (let round = 0; round < 12; round++) {
          const { guid = '' } =
            (await execute(test, { organization: 'demo', name: 'echo', nid: one.nid })).jobs[0] ?? {};
          await one.work();
          await one.report(started(guid), lines(guid, 1, 20));
          await one.report(lines(guid, 21, 20));
          await one.report(succeeded(guid));
        }
      })
    ).finally(() => {
      isOver = true;
    });
    const isLast = () => broken.lastId !== '' && broken.events.length > 5;
    for (let breaks = 0; !isOver; breaks++) {
      await Promise.race([broken.until(isLast), load]);
      broken.close();
      await broken.ended();
      seen.push(...broken.events);
      broken = await open(breaks % 2 === 0 ? here : other.url, broken.lastId);
    }
    await load;
    const expected = 3 * 12 * (3 + 40);
    await whole.until(() => whole.events.length === expected);
    await broken.until(() => seen.length + broken.events.length >= expected);
    seen.push(...broken.events);
    expect(seen.map(({ id }) => id)).toEqual(whole.events.map(({ id }) => id));
    expect(seen.map(({ data }) => data)).toEqual(whole.events.map(({ data }) => data));
    expect(new Set(seen.map(({ id }) => id)).size).toBe(expected);
  });

  it('does not pass over a change whose transaction commits after a later one', async () => {
    const guids = [await assigned(), await assigned()];
    const reader = await open(`${here}?logs=false`);
    const client = await test.database.database.connect();
    const note = (guid: string) =>
      `with j as (select guid, time_create, state, native_state, nid, node_name, attempt, time_start, time_stop, log_lines from jobs_live where guid = '${guid}')
       select note_changes(1, (select json_agg(j)::text from j), null)`;
    try {
      await client.query('begin');
      await client.query(note(guids[0] ?? ''));
      await test.database.database.query({ text: note(guids[1] ?? ''), values: [] });
      // Told of, and looked for: once the feed has seen that there is something, it must hold it back.
      const late = await open(here, reader.lastId);
      expect(late.events).toEqual([]);
      await client.query('commit');
      await reader.until(() => reader.events.length === 2);
      await late.until(() => late.events.length === 2);
      for (const { events } of [reader, late]) {
        expect(events.map(({ data }) => (data as JobSummary).guid)).toEqual(guids);
      }
    } finally {
      await client.end();
    }
  });

  it('tells a slow reader what it left out, and lets others go on', async () => {
    const guid = await assigned();
    await agent.report(started(guid));
    const query = `?jobs=false&job=${guid}`;
    const [slow, fast] = [await open(here + query), await open(here + query)];
    slow.pause();
    const before = Number(await metric(test, 'openvcloud_stream_events_left_out_total'));
    const text = 'x'.repeat(60_000);
    const rounds = 10;
    for (let round = 0; round < rounds; round++) {
      await agent.report(lines(guid, 1 + round * 50, 50, text));
      await fast.until(() => fast.events.length === (round + 1) * 50);
    }
    expect(fast.events.map(({ name }) => name)).not.toContain('gap');
    slow.resume();
    await slow.until(() => slow.events.some(({ name }) => name === 'gap'));
    await agent.report(lines(guid, 501, 1));
    await slow.until(() => slow.events.some(({ data }) => (data as LogLine).seq === 501));
    const at = slow.events.findIndex(({ name }) => name === 'gap');
    const gap = slow.events[at]?.data as StreamGap;
    expect(gap).toMatchObject({ reason: 'slow', to: slow.events[at]?.id });
    expect(at + (gap.count ?? 0)).toBe(500);
    const ids = fast.events.map(({ id }) => id);
    expect(ids.slice(ids.indexOf(gap.from ?? ''), ids.indexOf(gap.to ?? '') + 1)).toHaveLength(gap.count ?? 0);
    expect(Number(await metric(test, 'openvcloud_stream_events_left_out_total')) - before).toBe(gap.count);
    // What was left out can still be had.
    const again = await open(here + query, slow.events[at - 1]?.id);
    await again.until(() => again.events.length === (gap.count ?? 0) + 1);
    expect(again.events.map(({ id }) => id)).toEqual([...ids.slice(at, 500), slow.events.at(-1)?.id]);
  });

  it('ends a stream whose filters take too long, and no other', async () => {
    const guid = await assigned();
    await agent.report(started(guid));
    // Looks through the rest of the line from each of its characters.
    const values = ['(?=.*zz)x'];
    const endless = encodeURIComponent(formatCondition({ field: 'message', operator: 'regex', values }));
    const slow = await open(`${here}?jobs=false&logFilter=${endless}`);
    const other = await open(`${here}?jobs=false&job=${guid}`);
    await agent.report(lines(guid, 1, 1, 'a'.repeat(60_000)));
    await other.until(() => other.events.length === 1);
    await slow.ended();
    expect(slow.events.map(({ name, data }) => [name, (data as StreamGap).reason])).toEqual([['gap', 'budget']]);
    await agent.report(lines(guid, 2, 1));
    await other.until(() => other.events.length === 2);
    await agent.report(succeeded(guid));
  });

  it('says so when it cannot go on from where the reader was', async () => {
    const unknown = await open(here, '999999999999');
    await unknown.until(() => unknown.events.length === 1);
    expect(unknown.events[0]).toMatchObject({ name: 'gap', data: { reason: 'unknown', from: null, count: null } });

    const from = unknown.lastId;
    await assigned();
    // Two and a half minutes before the beginning of the slot that the change went to, it is the next one.
    const [{ at = 0 } = {}] = await test.database.database.query<{ at: number }>({
      text: `select ((right(tableoid::regclass::text, 1)::int + 3) % 4) * 150 as at
             from changes where id > $1 order by id limit 1`,
      values: [from],
    });
    expect(await emptyOldChanges(test.database.database, new Date((at + 100) * 1000))).toBe(false);
    expect(await emptyOldChanges(test.database.database, new Date((at + 10) * 1000))).toBe(true);
    const expired = await open(here, from);
    await expired.until(() => expired.events.length === 1);
    expect(expired.events[0]).toMatchObject({ name: 'gap', data: { reason: 'expired' } });
    const guid = await assigned();
    await expired.until(() => expired.events.some(({ data }) => (data as JobSummary).guid === guid));
    expect(expired.events.find(({ data }) => (data as JobSummary).guid === guid)).toMatchObject({
      name: 'job',
      data: { state: 'SCHEDULED' },
    });
  });

  it.each([
    ['jobs=false&logs=false', undefined, 'BAD_PARAMETER', 'got jobs=false and logs=false'],
    ['filter=nothing|=|1', undefined, 'UNKNOWN_FILTER_FIELD', 'one of guid'],
    ['logFilter=message|regex|(', undefined, 'BAD_REGEX', 'parentheses'],
    ['', 'yesterday', 'BAD_PARAMETER', 'Last-Event-ID'],
  ])('refuses %s with Last-Event-ID %s', async (query, id, code, detail) => {
    const headers = id === undefined ? {} : { 'last-event-id': id };
    const answer = await test.call({ url: `/api/v1/stream?${query}`, token: test.tokens.viewer, headers });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code, detail: expect.stringContaining(detail) });
  });

  it('lets a token have so many streams, and a place is free again when its reader goes', async () => {
    const { token } = await test.services.tokens.create({ name: 'many', role: 'viewer', nid: null });
    const openOne = () => EventReader.open(here, token);
    const opened = await Promise.all(Array.from({ length: LIMITS.streamsPerToken }, openOne));
    readers.push(...opened);
    expect(await metric(test, 'openvcloud_streams_open')).toBe(String(LIMITS.streamsPerToken));
    await expect(openOne()).rejects.toThrow(/got 429: .*TOO_MANY_STREAMS.*at most 50 open streams/);
    readers.push(await EventReader.open(here, test.tokens.viewer));
    opened[0]?.close();
    let isFree = false;
    while (!isFree) {
      isFree = await openOne().then(
        (reader) => readers.push(reader) > 0,
        () => false
      );
    }
  });

  it('is not begun by a HEAD, which would hold a place for good', async () => {
    const { token } = await test.services.tokens.create({ name: 'prober', role: 'viewer', nid: null });
    const headers = { authorization: `Bearer ${token}` };
    for (let time = 0; time <= LIMITS.streamsPerToken; time++) {
      expect((await fetch(here, { method: 'HEAD', headers })).status).toBe(405);
    }
    readers.push(await EventReader.open(here, token));
  });

  it('tells a quiet stream where to go on from, and ends it when its token is revoked', async () => {
    const { token, info } = await test.services.tokens.create({ name: 'short', role: 'viewer', nid: null });
    const quiet = await open(`${here}?job=none`);
    const revoked = await EventReader.open(here, token);
    const from = quiet.lastId;
    await assigned();
    await revoked.until(() => revoked.events.length === 1);
    await test.services.tokens.remove(info.id);
    await revoked.ended();
    await quiet.until(() => quiet.lastId !== from);
    expect(quiet.events).toEqual([]);
    expect(Number(quiet.lastId)).toBeGreaterThan(Number(from));
  });

  it('ends its streams when the controller stops', async () => {
    const third = await startOther(test);
    const reader = await open(third.url);
    const guid = await assigned();
    await reader.until(() => reader.events.length === 1);
    await third.stop();
    await reader.ended();
    expect(reader.events.map(({ data }) => (data as JobSummary).guid)).toEqual([guid]);
    expect(await readJob(test, guid)).toMatchObject({ state: 'SCHEDULED' });
  });
});

function told({ name, data }: ReadEvent): string {
  return name === 'job' ? (data as JobSummary).state : (data as LogLine).message;
}

async function metric(test: TestApp, name: string): Promise<string | undefined> {
  const { text } = await test.call({ url: '/metrics' });
  return new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1];
}

/** Another controller on the same database, with connections of its own. */
async function startOther(test: TestApp): Promise<{ url: string; stop: () => Promise<void> }> {
  const log = pino({ level: 'fatal' });
  const database = openDatabase({ url: test.database.url, log });
  const stopping = new AbortController();
  const config = readConfig({ DATA_DIR: '/nowhere', JUMPSCRIPTS_DIR: '/nowhere' }, '/');
  const services = buildServices({ config, database, log, now: Date.now, stopping: stopping.signal });
  const app = await buildApp(services, { failedAuthenticationsPerMinute: 10_000 });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url: `${url}/api/v1/stream`,
    stop: async () => {
      stopping.abort();
      await app.close();
      await database.close();
    },
  };
}
