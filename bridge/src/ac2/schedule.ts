import type { BridgedJumpScript } from '@openvcloud/contract';
import { asObject, parseJson, textOf, textsOf, wholeOf, type JsonObject } from '../texts/parseJson';
import { whatRuns } from './command';

/** Pure. An entry of `controller.schedule`, when it runs a JumpScript in that grid: all that AC2 and AC8 tell of one. */
export function toJumpScript(text: string, gid: number): BridgedJumpScript | undefined {
  const entry = asObject(parseJson(text));
  const command = asObject(entry?.['cmd']);
  if (command === undefined || !isScriptOf(command, gid)) {
    return undefined;
  }
  const { organization, cmd: name, queue, timeoutSeconds, tags = [] } = whatRuns(command);
  return {
    gid,
    organization,
    name,
    version: 1,
    category: tags.join(' '),
    roles: textsOf(command, 'roles') ?? [],
    queue,
    period: periodOf(textOf(entry, 'cron')),
    timeoutSeconds: timeoutSeconds === 0 ? null : timeoutSeconds,
    enable: true,
    text: null,
  };
}

function isScriptOf(command: JsonObject, gid: number): boolean {
  const grid = wholeOf(command, 'gid') ?? 0;
  const { organization, jumpscriptId } = whatRuns(command);
  const isScript = textOf(command, 'cmd') === 'jumpscript' && jumpscriptId !== undefined && organization !== '';
  return isScript && (grid === 0 || grid === gid);
}

function periodOf(cron: string | undefined): string | null {
  const [, seconds] = /^@every (\d+)s$/.exec(cron ?? '') ?? [];
  return seconds ?? cron ?? null;
}
