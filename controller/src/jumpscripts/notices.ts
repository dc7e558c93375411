import type { SourceFault } from './python/findFaults';
import type { Module } from './python/readModule';
import type { Remark } from './python/readStatements';
import { shortened } from './shortened';
import type { Parameter } from './python/readParameters';

/** What metadata is made of: other names of a file are its own. */
const FIELDS =
  /^(?:organization|name|version|category|descr|author|license|roles|queue|period|startatboot|async|log|enable|order|timeout)$/;

/** What of the metadata says when and how it runs. */
interface Planned {
  period: string | null;
  startatboot: boolean;
  args: readonly Parameter[];
}

/** What will go wrong with a file that can be read. */
export interface Outlook {
  notices: SourceFault[];
  /** false: every job that its schedule made would fail, so it makes none. */
  isPlannable: boolean;
}

/** `verdict` is Python 3's, null when it takes the file. */
export function outlookOf(module: Module, planned: Planned, verdict: SourceFault | null | undefined): Outlook {
  const isPlanned = planned.period !== null || planned.startatboot;
  const fatal = [
    ...(verdict === null ? [] : oldDialect(module, isPlanned)),
    ...(isPlanned ? neededArguments(module, planned) : []),
  ];
  const notices = [...fatal, ...unfollowed(module)].sort((one, other) => one.line - other.line);
  return { notices, isPlannable: fatal.length === 0 };
}

function oldDialect({ dialect: { python2 } }: Module, isPlanned: boolean): SourceFault[] {
  if (python2 === undefined) {
    return [];
  }
  const what = `${python2.message} is Python 2's, and agents run Python 3, which refuses the file`;
  return [{ ...python2, message: isPlanned ? `${what}: it is not scheduled until it is Python 3` : what }];
}

/** What runs by schedule is given nothing. */
function neededArguments({ functions }: Module, { args }: Planned): SourceFault[] {
  const action = functions.get('action');
  const needed = args
    .filter(({ name, default: value }) => value === null && !name.startsWith('*'))
    .map(({ name }) => name);
  // A decorator may give it what it needs.
  if (needed.length === 0 || action === undefined || action.isDecorated) {
    return [];
  }
  const them = needed.length === 1 ? 'it a default' : 'them defaults';
  const message = `action() needs ${needed.join(', ')}, and a schedule gives it nothing: it is not scheduled until you give ${them}, or take period and startatboot away`;
  return [{ line: action.line, message }];
}

/** What the file may do to its metadata, and nothing here sees. */
function unfollowed({ others, later, unseen }: Module): SourceFault[] {
  const fields = (names: ReadonlyMap<string, Remark>) => [...names].filter(([name]) => FIELDS.test(name));
  return [
    ...fields(others).map(([name, { line, written }]) => ({
      line,
      message: `${name} is no metadata here, got ${shortened(written)}: it counts as not assigned`,
    })),
    ...fields(later).map(([name, { line }]) => ({
      line,
      message: `${name} may be assigned by a function, which counts for nothing: the file is read without being run`,
    })),
    ...(unseen === undefined ? [] : [unseenFault(unseen)]),
  ];
}

function unseenFault({ line, written }: Remark): SourceFault {
  const message = `${shortened(written)} may assign metadata, which counts for nothing: the file is read without being run`;
  return { line, message };
}
