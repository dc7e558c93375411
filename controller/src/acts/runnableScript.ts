import { LIMITS, type JsonValue } from '@openvcloud/contract';
import { nearNames } from '@openvcloud/settings';
import type { Queryable } from '../database/queryable';
import { ApiError } from '../errors/errors';
import { findCurrentScript, listScriptIds, type CurrentScript } from '../schedule/currentScripts';
import { argsFault } from './checkArgs';

/** The current version of a JumpScript, or why it cannot run. */
export async function runnableScript(database: Queryable, gid: number, id: string): Promise<CurrentScript> {
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

/** Throws when action() cannot be given these, or they are too many bytes. */
export function checkArgs(args: Readonly<Record<string, JsonValue>>, argsJson: string, script: CurrentScript): void {
  const fault = argsFault(args, script.args);
  if (fault !== undefined) {
    throw new ApiError('BAD_ARGS', fault);
  }
  const bytes = Buffer.byteLength(argsJson);
  if (bytes > LIMITS.argsBytes) {
    throw new ApiError('TOO_LARGE', `Expected args of at most ${LIMITS.argsBytes} bytes as JSON, got ${bytes}.`);
  }
}
