import { OWN_SOURCE } from '@openvcloud/contract';
import { actorOf } from '../acts/actor';
import { executionContext } from '../acts/executionContext';
import { performAct } from '../acts/performAct';
import { IllegalMove } from '../jobs/jobStateMachine';
import { CANCELLED, CANCELLING, cancelledEnd, planCancel, type CancelDecision } from '../acts/planCancel';
import { planExecution } from '../jobs/planExecution';
import { rerunOf } from '../acts/planRerun';
import { ApiError } from '../errors/errors';
import type { Handlers } from '../http/handler';
import type { Services } from './services';
import { listAgentNodes } from '../nodes/agents';
import { lockToCancel, requestCancels, type JobToCancel } from '../acts/cancels';
import { endJobs } from '../jobs/endJobs';
import { refuseNul } from '../query/question';
import { insertJobs } from '../jobs/newJobs';
import { findFormerJob, lockReruns } from '../acts/reruns';
import { endedAtOnce, jobsMade, newJobsJson } from './execute';
import { rerunnable } from '../acts/rerunnable';

/** What people do to one job. */
export function actRoutes(services: Services): Handlers<'cancelJob' | 'rerunJob'> {
  const { config, now, log } = services;
  const { gid } = config;
  return {
    cancelJob: async (call) => {
      const { guid } = call.params;
      return performAct(services, call, { action: 'job.cancel', target: guid }, async (transaction) => {
        refuseNul(guid, 'guid');
        const job = known(await lockToCancel(transaction, gid, guid), guid);
        if (job.nativeState === CANCELLED) {
          // Asked twice, because the first answer was lost or two people were quick.
          return cancelDone(job, CANCELLED, 'cancelled');
        }
        const decision = decide(job);
        if (decision.kind === 'request') {
          await requestCancels(transaction, gid, [job], now());
          return cancelDone(job, CANCELLING, 'requested');
        }
        const end = cancelledEnd(job, decision, now());
        await endJobs(transaction, gid, [end]);
        return { ...cancelDone(end, CANCELLED, 'cancelled'), ended: [end] };
      });

      function decide(job: JobToCancel): CancelDecision {
        if (job.source !== OWN_SOURCE) {
          throw new ApiError('NOT_OURS', `Expected a job of this controller, got one of ${job.source}.`);
        }
        try {
          return planCancel(job, actorOf(call));
        } catch (error) {
          if (!(error instanceof IllegalMove)) {
            throw error;
          }
          log.warn(
            { guid, requestId: call.requestId, user: actorOf(call), reason: error.message },
            'an illegal move was refused'
          );
          throw new ApiError(
            'JOB_ENDED',
            `Expected a job that waits or runs, got one that ended as ${job.state} (${job.nativeState}).`
          );
        }
      }
    },

    rerunJob: async (call) => {
      const { guid } = call.params;
      return performAct(services, call, { action: 'job.rerun', target: guid }, async (transaction) => {
        refuseNul(guid, 'guid');
        const former = known(await findFormerJob(transaction, gid, guid), guid);
        if (former.batchGuid !== null) {
          await lockReruns(transaction, gid, former.batchGuid);
        }
        const script = await rerunnable(transaction, gid, former);
        const nodes = await listAgentNodes(transaction, gid);
        const context = executionContext(services, actorOf(call));
        const jobs = planExecution(rerunOf(former), script, nodes, context);
        const ids = await insertJobs(transaction, gid, jobs);
        const batchGuid = jobs[0]?.batchGuid ?? null;
        return {
          answer: `{"batchGuid":${JSON.stringify(batchGuid)},"jobs":${newJobsJson(jobs, gid, ids)}}`,
          details: jobsMade(jobs),
          ended: endedAtOnce(jobs),
        };
      });
    },
  };
}

function known<Found>(job: Found | undefined, guid: string): Found {
  if (job === undefined) {
    throw new ApiError('UNKNOWN_JOB', `Expected the guid of a job, got "${guid}".`);
  }
  return job;
}

function cancelDone({ guid, state }: Pick<JobToCancel, 'guid' | 'state'>, nativeState: string, outcome: string) {
  return { answer: JSON.stringify({ guid, state, nativeState, outcome }), details: { result: outcome } };
}
