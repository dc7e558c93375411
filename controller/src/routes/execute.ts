import type { ExecuteRequest } from '@openvcloud/contract';
import { actorOf } from '../acts/actor';
import { executionContext } from '../acts/executionContext';
import { performAct } from '../acts/performAct';
import { newJobJson, type NewJob } from '../jobs/newJob';
import { planExecution } from '../jobs/planExecution';
import { rawJsonMember } from '../text/rawJsonMember';
import { storable } from '../text/storable';
import { ApiError } from '../errors/errors';
import type { Handlers } from '../http/handler';
import type { Ended } from '../jobs/endJobs';
import type { Services } from './services';
import { listAgentNodes } from '../nodes/agents';
import { insertJobs } from '../jobs/newJobs';
import { checkArgs, runnableScript } from '../acts/runnableScript';

export function executeRoutes(services: Services): Handlers<'executeJob'> {
  const { gid } = services.config;
  return {
    executeJob: async (call) => {
      const { body, bodyText } = call;
      const id = storable(`${body.organization}:${body.name}`);
      return performAct(services, call, { action: 'job.execute', target: id }, async (transaction) => {
        checkTarget(body);
        const script = await runnableScript(transaction, gid, id);
        const { args = {}, ...target } = body;
        const argsJson = rawJsonMember(bodyText ?? '', 'args') ?? '{}';
        checkArgs(args, argsJson, script);
        const nodes = await listAgentNodes(transaction, gid);
        if (body.nid !== undefined && !nodes.some(({ nid }) => nid === body.nid)) {
          const known = nodes.slice(0, 20).map(({ nid, name }) => `${nid} (${name})`);
          throw new ApiError(
            'UNKNOWN_NODE',
            `Expected the nid of a node, got ${body.nid}. Nodes: ${known.join(', ') || 'none have registered'}.`
          );
        }
        const request = { ...target, argsJson, parentGuid: null, chainGuid: null };
        const jobs = planExecution(request, script, nodes, executionContext(services, actorOf(call)));
        const ids = await insertJobs(transaction, gid, jobs);
        const batchGuid = jobs[0]?.batchGuid ?? null;
        return {
          answer: `{"batchGuid":${JSON.stringify(batchGuid)},"jobs":${newJobsJson(jobs, gid, ids)}}`,
          details: { ...jobsMade(jobs), batchGuid },
          ended: endedAtOnce(jobs),
        };
      });
    },
  };
}

export function newJobsJson(jobs: readonly NewJob[], gid: number, ids: ReadonlyMap<string, number>): string {
  return `[${jobs.map((job) => newJobJson(job, gid, ids.get(job.guid) ?? 0)).join(',')}]`;
}

/** For the audit trail; a batch's others are found by its guid. */
export function jobsMade(jobs: readonly NewJob[]): Record<string, unknown> {
  return { jobs: jobs.slice(0, 20).map(({ guid }) => guid), count: jobs.length };
}

/** For the metrics: jobs that no node can run end as they are made. */
export function endedAtOnce(jobs: readonly NewJob[]): Ended[] {
  return jobs.flatMap(({ ended, queue }) => (ended === null ? [] : [{ state: ended.state, queue }]));
}

function checkTarget({ nid, role, all }: ExecuteRequest): void {
  if ((nid === undefined) === (role === undefined)) {
    throw new ApiError('BAD_TARGET', `Expected either nid or role, got ${nid === undefined ? 'neither' : 'both'}.`);
  }
  if (nid !== undefined && all === true) {
    throw new ApiError('BAD_TARGET', 'Expected all together with role, got it with nid.');
  }
}
