export interface Percentiles {
  p50: number;
  p95: number;
  p99: number;
}

/** Runs `act` again and again, `clients` at a time, after a few to warm up. → milliseconds. */
export async function measure(act: () => Promise<void>, requests: number, clients: number): Promise<Percentiles> {
  const times: number[] = [];
  const client = async (count: number, isKept: boolean) => {
    for (let index = 0; index < count; index++) {
      const start = performance.now();
      await act();
      if (isKept) {
        times.push(performance.now() - start);
      }
    }
  };
  await client(3, false);
  await Promise.all(Array.from({ length: clients }, () => client(Math.ceil(requests / clients), true)));
  return percentiles(times);
}

/** Slow ones are measured fewer times: the first says how slow. */
export async function affordable(act: () => Promise<void>, requests: number, budgetMs: number): Promise<number> {
  const start = performance.now();
  await act();
  return Math.max(5, Math.min(requests, Math.floor(budgetMs / (performance.now() - start))));
}

function percentiles(times: number[]): Percentiles {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
