import type { JsonValue } from '@openvcloud/contract';
import { asObject, parseJson, textOf, textsOf, wholeOf, type JsonObject } from '../texts/parseJson';

/** A command: what a client asked for. Known while it waits, and where AC2 keeps its `joblog`. */
export interface Command {
  id: string;
  gid: number;
  nid: number;
  cmd: string;
  fields: JsonObject;
}

/** undefined: not a command. */
export function readCommand(text: string): Command | undefined {
  const fields = asObject(parseJson(text));
  const id = textOf(fields, 'id');
  const cmd = textOf(fields, 'cmd');
  if (fields === undefined || id === undefined || id === '' || cmd === undefined) {
    return undefined;
  }
  return { id, gid: wholeOf(fields, 'gid') ?? 0, nid: wholeOf(fields, 'nid') ?? 0, cmd, fields };
}

/** What a command, or a result of an agent, says of what runs: both have `cmd` and `args`. */
export function whatRuns(fields: JsonObject) {
  const args = asObject(fields['args']);
  const kind = textOf(fields, 'cmd') ?? '';
  const tags = textOf(fields, 'tags');
  return {
    ...nameOf(kind, args),
    category: kind,
    queue: textOf(args, 'queue') ?? '',
    timeoutSeconds: Math.max(0, wholeOf(args, 'max_time') ?? 0),
    ...(tags === undefined ? {} : { tags: tags.split(/[\s,]+/).filter((tag) => tag !== '') }),
  };
}

/** JumpScripts and programs have a name of their own, all else is named by what it does. */
function nameOf(kind: string, args: JsonObject | undefined) {
  const organization = textOf(args, 'domain');
  const name = kind === 'jumpscript' || kind === 'execute' ? textOf(args, 'name') : undefined;
  const isScript = organization !== undefined && name !== undefined;
  return {
    organization: organization ?? '',
    cmd: name ?? kind,
    ...(isScript ? { jumpscriptId: `${organization}:${name}` } : {}),
  };
}

/** The arguments, JSON: what a JumpScript gets as `data`, else those of the program. */
export function argumentsOf({ cmd, fields }: Command): string {
  const data = textOf(fields, 'data') ?? '';
  if (cmd === 'jumpscript' || cmd === 'jumpscript_content') {
    return JSON.stringify(scriptArguments(cmd, data));
  }
  return JSON.stringify(programArguments(fields) ?? (data === '' ? {} : { data }));
}

function scriptArguments(cmd: string, data: string): JsonValue {
  const given = data === '' ? {} : (parseJson(data) ?? data);
  return cmd === 'jumpscript_content' ? (asObject(given)?.['args'] ?? given) : given;
}

/** Of `execute` and other programs: `{"args": [...]}`. */
export function programArguments(fields: JsonObject): JsonObject | undefined {
  const list = textsOf(asObject(fields['args']), 'args');
  return list === undefined ? undefined : { args: list };
}
