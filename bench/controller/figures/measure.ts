/** Runs something `count` times, as many at a time as there are clients. → milliseconds each; null: one took too long. */
export type Batch = (count: number) => Promise<number[] | null>;

export interface Limits {
  samples: number;
  clients: number;
  /** Longest time spent on one column of one line. */
  budgetMs: number;
}

/** Null: it takes longer than the controller lets a read take. */
export type Column = Figures | null;
export interface Figures {
  p50: number;
  p95: number;
  p99: number;
  max: number;
  /** Of so many. */
  samples: number;
}

/** Turns in which the two are measured: what else the machine does meanwhile meets both. */
const ROUNDS = 5;
const LEAST_EACH = 2;

/** Measures one after the other in turns, each for as many samples as its budget allows. */
export async function measureInTurns(batches: readonly Batch[], limits: Limits): Promise<Column[]> {
  const columns: Array<Warm & { batch: Batch }> = [];
  for (const batch of batches) {
    columns.push({ batch, ...(await warmUp(batch, limits)) });
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const column of columns.filter(({ times }) => times !== null)) {
      const count = shareOf(column.each, round) * limits.clients;
      const times = count === 0 ? [] : await column.batch(count);
      column.times = times === null || column.times === null ? null : [...column.times, ...times];
    }
  }
  return columns.map(({ times }) => (times === null ? null : figuresOf(times)));
}

interface Warm {
  /** Null: too slow. */
  times: number[] | null;
  /** Samples that each client has time for. */
  each: number;
}

/** What is as slow as its budget is warm enough: then the first samples are all there are. */
async function warmUp(batch: Batch, { samples, clients, budgetMs }: Limits): Promise<Warm> {
  const first = await batch(clients);
  if (first === null || Math.max(...first) >= budgetMs) {
    return { times: first, each: 0 };
  }
  const second = await batch(clients);
  if (second === null) {
    return { times: null, each: 0 };
  }
  const meanMs = second.reduce((sum, ms) => sum + ms, 0) / second.length;
  const affordable = Math.floor(budgetMs / Math.max(1, meanMs));
  return { times: [], each: Math.min(Math.ceil(samples / clients), Math.max(LEAST_EACH, affordable)) };
}

function shareOf(count: number, round: number): number {
  return Math.floor((count * (round + 1)) / ROUNDS) - Math.floor((count * round) / ROUNDS);
}

/** A percentile is the shortest time that at least so many percent do not exceed. */
export function figuresOf(times: readonly number[]): Figures {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (percent: number) => sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? NaN;
  return { p50: at(50), p95: at(95), p99: at(99), max: at(100), samples: sorted.length };
}
