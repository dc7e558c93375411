import type { EndpointName } from '@openvcloud/contract';
import type { Transaction } from '../database/queryable';
import { makePartitions } from '../database/partitions';
import { retryConflicts } from '../database/retryConflicts';
import { ApiError } from '../errors/errors';
import type { Caller } from '../http/authenticate';
import type { Handlers } from '../http/handler';
import {
  countBridged,
  HOLD_MS,
  holdSource,
  leaveSource,
  listOpenJobs,
  noteProgress,
  takeSource,
} from '../sources/sources';
import { storeBridgedJumpScripts, storeBridgedNodes } from '../sources/storeBridgedGrid';
import { storeBridgedJobs } from '../sources/storeBridgedJobs';
import { storeBridgedLines } from '../sources/storeBridgedLines';
import type { Services } from './services';

const DAY_MS = 86_400_000;

export function bridgeRoutes(
  services: Services
): Handlers<
  'openBridge' | 'bridgeJobs' | 'bridgeLogs' | 'bridgeNodes' | 'bridgeJumpScripts' | 'bridgeStatus' | 'closeBridge'
> {
  const { config, now } = services;
  const database = services.database.first;
  const home = config.gid;
  /** Days from here on have partitions: rows of older ones would wait in the default partition, where each statement looks. */
  let firstDay = Math.floor(now() / DAY_MS);

  return {
    openBridge: async ({ body, caller }) => {
      const name = sourceOf(caller);
      return database.transaction(async (transaction) => {
        const state = await takeSource(transaction, { ...body, name, home }, now());
        const openJobs = await listOpenJobs(transaction, name);
        return { source: name, state, openJobs, holdMs: HOLD_MS, serverTime: now() };
      });
    },

    bridgeJobs: async ({ body: { instance, isBackfill = false, jobs }, caller }) => {
      const source = sourceOf(caller);
      const { days } = config.retention.jobs;
      const oldest = oldestKept(days);
      await makeDays(jobs.map(({ timeCreate, timeStart, timeStop }) => timeCreate ?? timeStart ?? timeStop ?? now()));
      return held(caller, instance, async (transaction) => {
        const telling = { home, source, now: now(), isBackfill, oldest };
        const stored = await storeBridgedJobs(transaction, telling, jobs);
        await countBridged(transaction, source, stored);
        return stored;
      });
    },

    bridgeLogs: async ({ body: { instance, lines }, caller }) => {
      const source = sourceOf(caller);
      const oldest = Math.max(oldestKept(config.retention.logs.days), oldestKept(config.retention.jobs.days));
      await makeDays(lines.map(({ time }) => time));
      return held(caller, instance, (transaction) => storeBridgedLines(transaction, { home, source, oldest }, lines));
    },

    bridgeNodes: async ({ body: { instance, nodes }, caller }) => {
      await held(caller, instance, (transaction) => storeBridgedNodes(transaction, sourceOf(caller), nodes, now()));
      return undefined;
    },

    bridgeJumpScripts: async ({ body: { instance, jumpscripts }, caller }) => {
      await held(caller, instance, (transaction) =>
        storeBridgedJumpScripts(transaction, sourceOf(caller), jumpscripts, now())
      );
      return undefined;
    },

    bridgeStatus: async ({ body, caller }) => {
      await held(caller, body.instance, (transaction) => noteProgress(transaction, sourceOf(caller), body));
      return undefined;
    },

    closeBridge: async ({ body: { instance }, caller }) => {
      await leaveSource(database, { name: sourceOf(caller), home, instance });
      return undefined;
    },
  } satisfies Partial<Handlers<EndpointName>>;

  function held<Answer>(
    caller: Caller,
    instance: string,
    work: (transaction: Transaction) => Promise<Answer>
  ): Promise<Answer> {
    const by = { name: sourceOf(caller), home, instance };
    return retryConflicts(() =>
      database.transaction(async (transaction) => {
        await holdSource(transaction, by, now());
        return work(transaction);
      })
    );
  }

  function oldestKept(days: number | null): number {
    return days === null ? -Infinity : (Math.floor(now() / DAY_MS) - days) * DAY_MS;
  }

  async function makeDays(times: readonly number[]): Promise<void> {
    const today = Math.floor(now() / DAY_MS);
    const oldest = Math.max(oldestKept(config.retention.jobs.days) / DAY_MS, today - MOST_DAYS_BACK);
    const first = Math.max(oldest, Math.floor(times.reduce((one, other) => Math.min(one, other), now()) / DAY_MS));
    if (first < firstDay) {
      await makePartitions(services.database, now(), { daysBack: today - first });
      firstDay = first;
    }
  }
}

/** Older rows are few; the hourly partitions take them. */
const MOST_DAYS_BACK = 60;

function sourceOf({ source, name }: Caller): string {
  if (source === null) {
    throw new ApiError('FORBIDDEN', `Expected a bridge's token bound to a source, got "${name}" without one.`);
  }
  return source;
}
