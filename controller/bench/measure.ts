export interface Percentiles {
  p50: number;
  p95: number;
  p99: number;
}

/**
 * Runs `act` again and again, `clients` at a time, after a few to warm up. → milliseconds. What takes long is measured
 * fewer times: the first run says how long, and `budgetMs` how much time there is.
 */
export async function measure(
  act: () => Promise<void>,
  { requests, clients, budgetMs }: { requests: number; clients: number; budgetMs: number }
): Promise<Percentiles> {
  const times: number[] = [];
  const run = async () => {
    const start = performance.now();
    await act();
    times.push(performance.now() - start);
  };
  const repeat = async (count: number) => {
    for (let index = 0; index < count; index++) {
      await run();
    }
  };
  await run();
  const affordable = Math.floor(budgetMs / (times[0] ?? Infinity));
  if (affordable < LEAST) {
    await repeat(LEAST - 1);
    return percentiles(times);
  }
  await repeat(WARM_UP);
  times.length = 0;
  const count = Math.min(requests, Math.max(LEAST, affordable));
  await Promise.all(Array.from({ length: clients }, () => repeat(Math.ceil(count / clients))));
  return percentiles(times);
}

const WARM_UP = 3;
const LEAST = 3;

function percentiles(times: number[]): Percentiles {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
