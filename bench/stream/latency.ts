import { waitFor } from '../../scripts/processes/waitFor';
import { ProtocolAgent } from '../dispatch/protocolAgent';
import { tokenOf, type Stage } from '../dispatch/stage';

export interface Percentiles {
  p50: number;
  p95: number;
  p99: number;
  max: number;
}

export interface Latency {
  streams: number;
  linesPerSecond: number;
  /** Lines stored. */
  lines: number;
  /** Events read, of all streams. */
  events: number;
  /** ms, from sending the report until an event was read: storing is part of it. */
  sent: Percentiles;
  /** ms, from the answer to the report (stored) until an event was read; what was read before the answer counts as 0. */
  stored: Percentiles;
}

const TICK_MS = 50;
const MOST_WAIT_MS = 30_000;

/** A line, and when it was read, by performance.now(). */
export interface ReadLine {
  seq: number;
  at: number;
}

/** Somebody who follows the lines of all jobs. */
export interface LineReader {
  readonly count: number;
  readonly lines: readonly ReadLine[];
  until(condition: () => boolean): Promise<void>;
  close(): void;
}

/** One agent stores so many lines a second in small reports; every stream follows all of them. */
export async function measureLatency(
  stage: Stage,
  streams: number,
  linesPerSecond: number,
  seconds: number,
  open: () => Promise<LineReader>
): Promise<Latency> {
  const agent = new ProtocolAgent(stage.url, tokenOf(1));
  await agent.register('agent-1', ['lines']);
  await stage.plantJobs(1, 'lines');
  const job = await waitFor('a job', async () => (await agent.work(1))[0], { seconds: 30 });
  const { guid, attempt } = job;
  await agent.report([{ kind: 'started', guid, attempt, time: Date.now() }]);
  const readers = await Promise.all(Array.from({ length: streams }, open));
  try {
    const perTick = Math.round((linesPerSecond * TICK_MS) / 1000);
    const [sentAt, storedAt] = [new Map<number, number>(), new Map<number, number>()];
    // One report after the other, as agents do: one that overtakes another would count as sent before.
    let reported = Promise.resolve();
    const began = performance.now();
    for (let tick = 0; tick * TICK_MS < seconds * 1000; tick++) {
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, began + tick * TICK_MS - performance.now())));
      const first = tick * perTick + 1;
      reported = reported.then(() => report(first));
    }
    await reported;
    const count = sentAt.size * perTick;
    const all = Promise.all(readers.map((reader) => reader.until(() => reader.count >= count)));
    // A line that is lost never comes: what is missing then is for the caller to say.
    await Promise.race([all, new Promise((resolve) => setTimeout(resolve, MOST_WAIT_MS).unref())]);
    const read = readers.flatMap(({ lines }) => lines);
    const since = (times: Map<number, number>) =>
      percentiles(read.map(({ seq, at }) => Math.max(0, at - (times.get(seq - ((seq - 1) % perTick)) ?? NaN))));
    return { streams, linesPerSecond, lines: count, events: read.length, sent: since(sentAt), stored: since(storedAt) };

    async function report(first: number): Promise<void> {
      const time = Date.now();
      const lines = Array.from({ length: perTick }, (_, index) => ({
        seq: first + index,
        time,
        level: 5,
        category: 'bench',
        message: `line ${first + index}: disk sda1 is ${index % 100}% full, 12345 of 67890 MB used`,
        pid: 1,
      }));
      sentAt.set(first, performance.now());
      await agent.report([{ kind: 'logs', guid, attempt, lines }]);
      storedAt.set(first, performance.now());
    }
  } finally {
    readers.forEach((reader) => reader.close());
    await agent.report([{ kind: 'result', guid, attempt, time: Date.now(), state: 'OK', resultCode: 0, result: null }]);
  }
}

function percentiles(values: number[]): Percentiles {
  const sorted = values.sort((one, other) => one - other);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}
