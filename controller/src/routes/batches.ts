import { OWN_SOURCE } from '@openvcloud/contract';
import { actorOf } from '../acts/actor';
import { endLocked } from '../acts/endLocked';
import { executionContext } from '../acts/executionContext';
import { performAct } from '../acts/performAct';
import { newGuid } from '../text/guid';
import { planExecution } from '../jobs/planExecution';
import { rerunOf } from '../acts/planRerun';
import { ApiError } from '../errors/errors';
import type { Handlers } from '../http/handler';
import type { Services } from './services';
import { listAgentNodes } from '../nodes/agents';
import { readBatch } from '../acts/batches';
import { lockLiveOfBatch } from '../acts/cancels';
import { refuseNul } from '../query/question';
import { insertJobs } from '../jobs/newJobs';
import { lockFailedOfBatch } from '../acts/reruns';
import { endedAtOnce, jobsMade, newJobsJson } from './execute';
import { rerunnable } from '../acts/rerunnable';

export function batchRoutes(services: Services): Handlers<'getBatch' | 'cancelBatch' | 'rerunBatch'> {
  const { database, config, now } = services;
  const { gid } = config;
  return {
    getBatch: async ({ params: { guid }, signal }) => {
      refuseNul(guid, 'guid');
      return readBatch(database, gid, guid, { signal });
    },

    cancelBatch: async (call) => {
      const { guid } = call.params;
      return performAct(services, call, { action: 'batch.cancel', target: guid }, async (transaction) => {
        refuseNul(guid, 'guid');
        const { total } = await readBatch(database, gid, guid, { signal: call.signal });
        const live = await lockLiveOfBatch(transaction, gid, guid);
        const other = live.find(({ source }) => source !== OWN_SOURCE);
        if (other !== undefined) {
          throw new ApiError('NOT_OURS', `Expected a batch of this controller, got one of ${other.source}.`);
        }
        const { ends, held } = await endLocked(transaction, gid, live, { user: actorOf(call), now: now() });
        const done = { cancelled: ends.length, requested: held.length, skipped: total - live.length };
        return { answer: JSON.stringify({ guid, ...done }), details: done, ended: ends };
      });
    },

    rerunBatch: async (call) => {
      const { guid } = call.params;
      return performAct(services, call, { action: 'batch.rerun', target: guid }, async (transaction) => {
        refuseNul(guid, 'guid');
        const { total } = await readBatch(database, gid, guid, { signal: call.signal });
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
        const context = executionContext(services, actorOf(call));
        const batchGuid = newGuid(context.now);
        const jobs = failed
          .flatMap((former) => planExecution(rerunOf(former), script, nodes, context))
          .map((job) => ({ ...job, batchGuid }));
        const ids = await insertJobs(transaction, gid, jobs);
        const skipped = total - failed.length;
        return {
          answer: `{"batchGuid":"${batchGuid}","jobs":${newJobsJson(jobs, gid, ids)},"skipped":${skipped}}`,
          details: { ...jobsMade(jobs), batchGuid, skipped },
          ended: endedAtOnce(jobs),
        };
      });
    },
  };
}
