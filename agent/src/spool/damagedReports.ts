import { type Report } from '@openvcloud/contract';

/** What can still be told of a part of a spool that cannot be read. */
export interface Salvage {
  /** In place of reports whose job can be told, so that it counts what it lost, and ends. */
  reports: Report[];
  /** Log lines of which nobody can tell the job. */
  strayLines: number;
}

/** As the spool writes a report; what stands in a script's texts has its quotation marks escaped. */
const HEAD =
  /\{"seq":(\d{1,15}),"kind":"(started|logs|result|stats)"(?:,"guid":"([^"\\]{1,64})","attempt":(\d{1,9}))?/g;
const LINE_SEQ = /[,{]"seq":(\d{1,15})/g;
const TIME = /,"time":(\d{1,15})/;
const STATE = /,"state":"(OK|ERROR|TIMEOUT)"/;
const DAMAGED = 'ReportDamaged';

/**
 * Damaged lines of a spool that follow one another → what their jobs are told instead. Garbage may have made one line of two, or
 * two of one, so heads of reports are looked for in all of it. `after`, `before`: numbers of the reports around it; one that does not
 * fit between them is garbage, and would have the controller take other reports for those it has. Pure.
 */
export function salvage(text: string, after: number, before?: number): Salvage {
  const heads = [...text.matchAll(HEAD)];
  const first = heads[0]?.index ?? text.length;
  const result: Salvage = { reports: [], strayLines: countLines(text.slice(0, first)) };
  const end = before ?? after + heads.length + text.split('\n').length + 1;
  let last = after;
  heads.forEach((head, place) => {
    const rest = text.slice(head.index + head[0].length, heads[place + 1]?.index ?? text.length);
    const seq = Number(head[1]);
    const report = seq > last && seq < end ? insteadOf(head, rest) : undefined;
    if (report !== undefined) {
      last = seq;
      result.reports.push(report);
    } else if (head[2] === 'logs') {
      result.strayLines += countLines(rest);
    }
  });
  return result;
}

function insteadOf([, seq, kind, guid, attempt]: RegExpExecArray, rest: string): Report | undefined {
  if (guid === undefined || attempt === undefined) {
    return undefined;
  }
  const about = { seq: Number(seq), guid, attempt: Number(attempt) };
  const time = TIME.exec(rest)?.[1];
  const at = time === undefined ? {} : { time: Number(time) };
  switch (kind) {
    case 'logs':
      return {
        ...about,
        kind,
        lines: [],
        droppedLines: Math.max(1, countLines(rest)),
        droppedBecause: ['SPOOL_DAMAGED'],
      };
    case 'started':
      return { ...about, kind, ...at };
    case 'result':
      return { ...about, kind, ...at, state: 'ERROR', resultCode: 1, error: lostResult(STATE.exec(rest)?.[1]) };
    default:
      return undefined;
  }
}

function lostResult(state: string | undefined) {
  const ended = state === undefined ? 'the job ended' : `the job ended as ${state}`;
  const message = `${ended}, but its result was damaged on its node's disk before it was delivered`;
  return { type: DAMAGED, message, backtrace: null, file: null, line: null, function: null, code: null };
}

/** Lines are numbered one by one, so that those between two that can be read are known, too. */
function countLines(text: string): number {
  const seqs = [...text.matchAll(LINE_SEQ)].map(([, seq]) => Number(seq));
  const [first, last] = [seqs[0] ?? 0, seqs.at(-1) ?? 0];
  const between = last - first + 1;
  // Numbers that garbage made up are no count.
  return seqs.length === 0 || between < seqs.length || between > text.length ? seqs.length : between;
}
