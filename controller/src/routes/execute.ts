import { LIMITS, type ExecuteRequest } from '@openvcloud/contract';
import { argsFault } from '../dispatch/checkArgs';
import { newGuid } from '../dispatch/guid';
import { nearNames } from '../dispatch/nearNames';
import { toApiJob } from '../dispatch/newJob';
import { planExecution } from '../dispatch/planExecution';
import { storable } from '../dispatch/storable';
import { ApiError } from '../errors';
import type { Handlers } from '../http/handler';
import { LEASE_MS } from '../leaseTimes';
import type { Services } from '../services';
import { listAgentNodes } from '../store/agents';
import { findCurrentScript, listScriptIds, type CurrentScript } from '../store/currentScripts';
import { insertJobs } from '../store/newJobs';

export function executeRoutes({ database, config: { gid }, now, log }: Services): Handlers<'executeJob'> {
  return {
    executeJob: async ({ body, caller }) => {
      checkTarget(body);
      const script = await runnableScript(storable(`${body.organization}:${body.name}`));
      checkArgs(body, script);
      const nodes = await listAgentNodes(database, gid);
      if (body.nid !== undefined && !nodes.some(({ nid }) => nid === body.nid)) {
        const known = nodes.slice(0, 20).map(({ nid, name }) => `${nid} (${name})`);
        throw new ApiError(
          'UNKNOWN_NODE',
          `Expected the nid of a node, got ${body.nid}. Nodes: ${known.join(', ') || 'none have registered'}.`
        );
      }
      const jobs = planExecution(body, script, nodes, { now: now(), leaseMs: LEASE_MS, user: caller.name, newGuid });
      const ids = await insertJobs(database, gid, jobs);
      log.info(
        {
          user: caller.name,
          jumpscript: script.id,
          jobs: jobs.map(({ guid }) => guid).slice(0, 20),
          count: jobs.length,
        },
        'jobs created on request'
      );
      return {
        batchGuid: jobs[0]?.batchGuid ?? null,
        jobs: jobs.map((job) => toApiJob(job, gid, ids.get(job.guid) ?? 0)),
      };
    },
  };

  async function runnableScript(id: string): Promise<CurrentScript> {
    const script = await findCurrentScript(database, gid, id);
    if (script === undefined) {
      const near = nearNames(id, await listScriptIds(database, gid));
      const hint = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : '';
      throw new ApiError('UNKNOWN_JUMPSCRIPT', `Expected organization and name of a JumpScript, got ${id}.${hint}`);
    }
    if (script.parseError !== null) {
      throw new ApiError(
        'BROKEN_JUMPSCRIPT',
        `Expected a JumpScript that can be read, got ${script.path} with ${script.parseError}.`
      );
    }
    if (!script.enable) {
      throw new ApiError(
        'DISABLED_JUMPSCRIPT',
        `Expected an enabled JumpScript, got ${script.path} with enable = False.`
      );
    }
    return script;
  }
}

function checkTarget({ nid, role, all }: ExecuteRequest): void {
  if ((nid === undefined) === (role === undefined)) {
    throw new ApiError('BAD_TARGET', `Expected either nid or role, got ${nid === undefined ? 'neither' : 'both'}.`);
  }
  if (nid !== undefined && all === true) {
    throw new ApiError('BAD_TARGET', 'Expected all together with role, got it with nid.');
  }
}

function checkArgs({ args = {} }: ExecuteRequest, script: CurrentScript): void {
  const fault = argsFault(args, script.args);
  if (fault !== undefined) {
    throw new ApiError('BAD_ARGS', fault);
  }
  const bytes = Buffer.byteLength(JSON.stringify(args));
  if (bytes > LIMITS.argsBytes) {
    throw new ApiError('TOO_LARGE', `Expected args of at most ${LIMITS.argsBytes} bytes as JSON, got ${bytes}.`);
  }
}
