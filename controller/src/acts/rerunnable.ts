import { isTerminal, OWN_SOURCE } from '@openvcloud/contract';
import type { Queryable } from '../database/queryable';
import { ApiError } from '../errors/errors';
import type { CurrentScript } from '../schedule/currentScripts';
import type { FormerJob } from './reruns';
import { checkArgs, runnableScript } from './runnableScript';

/** The JumpScript to run again, as it is now; throws why the job cannot be run again. */
export async function rerunnable(database: Queryable, gid: number, former: FormerJob): Promise<CurrentScript> {
  const { guid, source, state, jumpscriptId, argsJson } = former;
  if (source !== OWN_SOURCE || jumpscriptId === null) {
    throw new ApiError('NOT_OURS', `Expected a job of this controller, got one of ${source}.`);
  }
  if (!isTerminal(state)) {
    throw new ApiError('JOB_NOT_ENDED', `Expected a job that has ended, got ${guid} in ${state}.`);
  }
  const script = await runnableScript(database, gid, jumpscriptId);
  // The JumpScript may take other arguments by now.
  checkArgs(JSON.parse(argsJson), argsJson, script);
  return script;
}
