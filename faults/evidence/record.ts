import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NotedRun } from './evidence';

/** What one run noted in its file: "start <at> <nid> <width>", "line <at> <lines so far>", "process <at> <pid> <started at>", "end <at> <lines> <checksum> returns|fails". */
export function parseRun(guid: string, run: string, text: string): NotedRun | undefined {
  const notes = text.split('\n').map((note) => note.split(' '));
  const start = notes.find(([what]) => what === 'start');
  if (start === undefined) {
    return undefined; // killed between opening the file and its first note
  }
  const end = notes.find(([what]) => what === 'end');
  return {
    guid,
    run,
    nid: Number(start[2]),
    width: Number(start[3]),
    startedAt: Number(start[1]),
    written: notes
      .filter(([what, at, lines]) => what === 'line' && at !== undefined && lines !== undefined)
      .map(([, at, lines]) => ({ at: Number(at), lines: Number(lines) })),
    processes: notes
      .filter(([what, , , startedAt]) => what === 'process' && startedAt !== undefined)
      .map(([, , pid, startedAt]) => ({ pid: Number(pid), startedAt: startedAt ?? '' })),
    end: end && { at: Number(end[1]), lines: Number(end[2]), checksum: end[3] ?? '', fails: end[4] === 'fails' },
  };
}

/** The folder that the JumpScripts write to: a file per run, named by its job's guid and its own. */
export function readRecord(folder: string): NotedRun[] {
  return readdirSync(folder).flatMap((name) => readRun(folder, name) ?? []);
}

export function runsOf(folder: string, guid: string): NotedRun[] {
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.startsWith(`${guid}.`))
        .flatMap((name) => readRun(folder, name) ?? [])
    : [];
}

function readRun(folder: string, name: string): NotedRun | undefined {
  const [guid = '', run = ''] = name.split('.');
  return parseRun(guid, run, readFileSync(join(folder, name), 'utf8'));
}
