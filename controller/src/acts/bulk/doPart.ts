import type { BulkAction } from '@openvcloud/contract';
import type { Queryable } from '../../database/queryable';
import { ApiError } from '../../errors/errors';
import type { Ended } from '../../jobs/endJobs';
import type { NewJob } from '../../jobs/newJob';
import { insertJobs } from '../../jobs/newJobs';
import { planExecution } from '../../jobs/planExecution';
import { listAgentNodes } from '../../nodes/agents';
import { lockToCancelAll } from '../cancels';
import { endLocked } from '../endLocked';
import { executionContext, type ExecutionDeps } from '../executionContext';
import { rerunOf } from '../planRerun';
import { rerunnable } from '../rerunnable';
import { findFormerJobs } from '../reruns';
import type { ChosenJob } from './bulkActs';

/** What came of a part of an act: by guid, and the jobs that it ended. */
export interface PartDone {
  outcomes: Map<string, string>;
  ended: Ended[];
}

type DoPart = (
  transaction: Queryable,
  gid: number,
  jobs: readonly ChosenJob[],
  user: string,
  deps: ExecutionDeps
) => Promise<PartDone>;

/** Acts on some jobs, as the act on one of them does. One that cannot be acted on is left out, with the code of the reason. */
export const DO_PART: Readonly<Record<BulkAction, DoPart>> = {
  cancel: async (transaction, gid, jobs, user, { now }) => {
    const guids = jobs.map(({ guid }) => guid);
    const live = await lockToCancelAll(transaction, gid, guids);
    const { ends, held } = await endLocked(transaction, gid, live, { user, now: now() });
    const outcomes = new Map(guids.map((guid) => [guid, 'JOB_ENDED']));
    ends.forEach(({ guid }) => outcomes.set(guid, 'cancelled'));
    held.forEach(({ guid }) => outcomes.set(guid, 'requested'));
    return { outcomes, ended: ends };
  },

  rerun: async (transaction, gid, chosen, user, deps) => {
    const context = executionContext(deps, user);
    const nodes = await listAgentNodes(transaction, gid);
    const outcomes = new Map(chosen.map(({ guid }) => [guid, 'UNKNOWN_JOB']));
    const jobs: NewJob[] = [];
    for (const former of await findFormerJobs(transaction, gid, chosen)) {
      try {
        jobs.push(...planExecution(rerunOf(former), await rerunnable(transaction, gid, former), nodes, context));
        outcomes.set(former.guid, 'rerun');
      } catch (error) {
        if (!(error instanceof ApiError)) {
          throw error;
        }
        outcomes.set(former.guid, error.code);
      }
    }
    await insertJobs(transaction, gid, jobs);
    const ended = jobs.flatMap(({ ended: atOnce, queue }) => (atOnce === null ? [] : [{ state: atOnce.state, queue }]));
    return { outcomes, ended };
  },
};
