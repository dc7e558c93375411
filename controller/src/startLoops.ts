import { setMaxListeners } from 'node:events';
import { BULK_EVERY_MS, BulkWorker } from './acts/bulk/bulkWorker';
import { FolderLoader } from './jumpscripts/loadFolder';
import { LEASE_MS } from './timing/leaseTimes';
import { REAP_EVERY_MS, Reaper } from './dispatch/reaper';
import { PLAN_EVERY_MS, Planner } from './schedule/planner';
import type { ControllerServices } from './services';
import { EMPTY_CHANGES_EVERY_MS, emptyOldChanges } from './journal/changes';
import { RESIGN_EVERY_MS, resignFailures } from './failures/resign';
import { FOLD_EVERY_MS, foldCounts } from './counts/foldCounts';
import { foldLineCounts } from './logs/lineCounts';
import { INDEX_TEXT_EVERY_MS, TextIndexes } from './lists/textIndexes';
import { listenForRevocations } from './tokens/listenForRevocations';
import { listenForWork } from './dispatch/listenForWork';
import { keepRetention, RETAIN_EVERY_MS } from './retention/keepRetention';
import { runEvery } from './timing/runEvery';

/** Starts what the controller does by itself. Answers how to stop it; that resolves when all of it has stopped. */
export function startLoops(services: ControllerServices): () => Promise<void> {
  const { database, config, log, now, tokens, waiters, metrics, usable, pulse } = services;
  const { gid, jumpscriptsDir: folder, timezone, retention } = config;
  const stopping = new AbortController();
  const { signal } = stopping;
  // Every pause of every loop listens to it; Node's default of ten listeners takes that for a leak.
  setMaxListeners(0, signal);
  // Who judges agents asks before everybody else, as they do.
  const judging = { database: database.first, gid, leaseMs: LEASE_MS, now, usable, log };
  const reaper = new Reaper({
    ...judging,
    onEnded: (ended) => metrics.work.countEnded(ended),
  });
  const planner = new Planner({ ...judging, timezone });
  const loader = new FolderLoader({ database, gid, folder, now, log });
  const textIndexes = new TextIndexes({ database, now, log });
  const bulk = new BulkWorker(services);
  const loops = [
    pulse.run(signal),
    listenForWork(database, gid, waiters, log, signal),
    listenForRevocations(database, gid, tokens, log, signal),
    loader.run(signal),
    runEvery('reaper', REAP_EVERY_MS, () => reaper.pass(), log, signal),
    runEvery('text indexes', INDEX_TEXT_EVERY_MS, () => textIndexes.pass(signal), log, signal),
    runEvery('counts', FOLD_EVERY_MS, () => foldCounts(database), log, signal),
    runEvery('line counts', FOLD_EVERY_MS, () => foldLineCounts(database), log, signal),
    runEvery('retention', RETAIN_EVERY_MS, () => keepRetention({ database, gid, retention, now, log }), log, signal),
    runEvery('changes', EMPTY_CHANGES_EVERY_MS, async () => void (await emptyOldChanges(database)), log, signal),
    runEvery('signatures', RESIGN_EVERY_MS, () => resignFailures(database, log, signal), log, signal),
    runEvery('bulk acts', BULK_EVERY_MS, () => bulk.pass(signal), log, signal),
    runEvery('planner', PLAN_EVERY_MS, () => planner.pass(), log, signal),
  ];
  return async () => {
    stopping.abort();
    await Promise.all(loops);
  };
}
