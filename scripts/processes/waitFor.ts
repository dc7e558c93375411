/**
 * Waits for a condition, asking again every `everyMs`.
 * @throws Error naming what was waited for, with the last error met, after `seconds`.
 */
export async function waitFor<T>(
  what: string,
  condition: () => Promise<T | undefined | false>,
  { seconds, everyMs = 200, signal }: { seconds: number; everyMs?: number; signal?: AbortSignal }
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  let lastError: unknown;
  while (Date.now() < deadline && !signal?.aborted) {
    try {
      const value = await condition();
      if (value !== undefined && value !== false) {
        return value;
      }
    } catch (error) {
      lastError = error;
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  const because = lastError instanceof Error ? `; last error: ${lastError.message}` : '';
  throw new Error(
    signal?.aborted ? `Stopped while waiting for ${what}` : `Waited ${seconds} s for ${what}, in vain${because}`
  );
}
