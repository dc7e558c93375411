import { OWN_SOURCE } from '@openvcloud/contract';
import { ApiError } from '../errors/errors';
import type { Handlers } from '../http/handler';
import type { Services } from './services';
import { jumpscriptQuestion, refuseNul } from '../query/question';
import { findSource } from '../jumpscripts/jumpscriptVersions';
import { findBridgedJumpScript, findJumpScript, listJumpScripts } from '../jumpscripts/jumpscripts';

export function jumpscriptRoutes({
  config,
  database,
  now,
}: Services): Handlers<'listJumpScripts' | 'getJumpScript' | 'getSource' | 'getJumpScriptSource'> {
  const source = async ({ params: { hash } }: { params: { hash: string } }) => {
    const text = await findSource(database, config.gid, hash);
    if (text === undefined) {
      throw new ApiError('UNKNOWN_SOURCE', `Expected the hash of a JumpScript version, got ${hash}.`);
    }
    return { hash, text };
  };
  return {
    listJumpScripts: ({ query, signal }) =>
      listJumpScripts(database, { ...query, question: jumpscriptQuestion(query) }, now(), signal),
    getJumpScript: async ({ params: { id }, query: { version, source = OWN_SOURCE, gid }, caller, signal }) => {
      refuseNul(id, 'id');
      if (source !== OWN_SOURCE) {
        refuseNul(source, 'source');
        return findBridgedJumpScript(database, { source, gid: caller.gid ?? gid ?? null, id }, signal);
      }
      return findJumpScript(database, config.gid, id, version, signal);
    },
    // Agents have a path of their own: theirs may ask for a certificate.
    getSource: source,
    getJumpScriptSource: source,
  };
}
