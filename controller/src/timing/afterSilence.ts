/** Long enough for what had arrived to be read. */
const SECOND_LOOK_MS = 500;

/**
 * Calls `act` when nothing was heard for `ms`. A process that stood still (a stopped container, a machine that slept) wakes
 * up to its timers first, and to the answers that lie there after them: so it looks twice. Answers what calls it off.
 */
export function afterSilence(ms: number, act: () => void): () => void {
  let timer = setTimeout(() => {
    timer = setTimeout(act, SECOND_LOOK_MS);
  }, ms);
  return () => clearTimeout(timer);
}
