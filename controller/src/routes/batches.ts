import { performAct } from '../acts/performAct';
import { newGuid } from '../dispatch/guid';
import { planExecution } from '../dispatch/planExecution';
import { rerunOf } from '../dispatch/planRerun';
import { ApiError } from '../errors';
import type { Handlers } from '../http/handler';
import { LEASE_MS } from '../leaseTimes';
import type { Services } from '../services';
import { listAgentNodes } from '../store/agents';
import { readBatch } from '../store/batches';
import { refuseNul } from '../store/filterSql';
import { insertJobs } from '../store/newJobs';
import { lockFailedOfBatch } from '../store/reruns';
import { jobsMade, newJobsJson } from './execute';
import { rerunnable } from './rerunnable';

export function batchRoutes(services: Services): Handlers<'getBatch' | 'rerunBatch'> {
  const { database, config, now } = services;
  const { gid } = config;
  return {
    getBatch: async ({ params: { guid }, signal }) => {
      refuseNul(guid, 'guid');
      return readBatch(database, gid, guid, { signal });
    },

    rerunBatch: async (call) => {
      const { guid } = call.params;
      refuseNul(guid, 'guid');
      const { total } = await readBatch(database, gid, guid, { signal: call.signal });
      return performAct(services, call, { action: 'batch.rerun', target: guid }, async (transaction) => {
        const failed = await lockFailedOfBatch(transaction, gid, guid);
        const [first] = failed;
        if (first === undefined) {
          throw new ApiError(
            'NOTHING_TO_RERUN',
            `Expected jobs that failed and were not re-run yet, got none among the ${total} of batch ${guid}.`
          );
        }
        // One request made them all: the same JumpScript and arguments.
        const script = await rerunnable(transaction, gid, first);
        const nodes = await listAgentNodes(transaction, gid);
        const context = { now: now(), leaseMs: LEASE_MS, user: call.caller.name, newGuid };
        const batchGuid = newGuid(context.now);
        const jobs = failed
          .flatMap((former) => planExecution(rerunOf(former), script, nodes, context))
          .map((job) => ({ ...job, batchGuid }));
        const ids = await insertJobs(transaction, gid, jobs);
        const skipped = total - failed.length;
        return {
          answer: `{"batchGuid":"${batchGuid}","jobs":${newJobsJson(jobs, gid, ids)},"skipped":${skipped}}`,
          details: { ...jobsMade(jobs), batchGuid, skipped },
        };
      });
    },
  };
}
