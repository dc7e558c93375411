import {
  isJumpScriptName,
  isOneLine,
  isQueueName,
  JUMPSCRIPT_NAME_RULE,
  QUEUES,
  type QueueName,
} from '@openvcloud/contract';
import { storable } from '../text/storable';
import { periodFault } from '../schedule/periods';
import type { SourceFault } from './python/findFaults';
import type { PythonParser } from './python/pythonParser';
import type { PyValue } from './python/pyValue';
import { readModule, type Module } from './python/readModule';
import type { FilePlace, JudgedMetadata, JumpScriptMetadata } from './metadata';
import { callFaults, isRequired, rolesFault } from './fieldFaults';
import { outlookOf } from './notices';
import { shortened } from './shortened';
import { syntaxFault } from './syntaxFault';
import type { PyFunction } from './python/readFunction';
import type { Assignment } from './python/readStatements';

/** Characters of the texts: PostgreSQL cannot index a job whose category is thousands of them. */
const MOST_CHARACTERS = { version: 100, category: 200, author: 500, license: 500, descr: 20_000, period: 200 } as const;
const CONSTANT = 'a constant, because the file is read without being run';
const MAX_TIMEOUT_SECONDS = 7 * 24 * 3600;

/** A script as its tree says it is; of its syntax, Python is the better judge. */
export interface ReadScript {
  metadata: JumpScriptMetadata;
  module: Module;
  /** Texts that are left out. */
  leftOut: SourceFault[];
}

/**
 * Reads a JumpScript's metadata from its text. Never throws: what is wrong with it is `parseError`. `unread`: why the text is
 * not what Python would read.
 */
export function readScript(parser: PythonParser, text: string, place: FilePlace, unread?: SourceFault): ReadScript {
  const module = readModule(parser, text);
  const reader = new MetadataReader(module, place);
  const metadata = reader.read();
  const parseError = unread === undefined ? metadata.parseError : formatFault(unread);
  return { metadata: { ...metadata, parseError }, module, leftOut: reader.leftOut };
}

/** `verdict` is what Python 3 says of the syntax, null when nothing; undefined when there is none to ask. */
export function judgeScript(
  { metadata, module, leftOut }: ReadScript,
  verdict: SourceFault | null | undefined
): JudgedMetadata {
  const fault = syntaxFault(module, verdict);
  const parseError = metadata.parseError ?? (fault === undefined ? null : formatFault(fault));
  if (parseError !== null) {
    return { ...metadata, parseError, notices: [], isPlannable: false };
  }
  const { notices, isPlannable } = outlookOf(module, metadata, verdict);
  const all = [...notices, ...leftOut].sort((one, other) => one.line - other.line);
  return { ...metadata, parseError, notices: all.map(formatFault), isPlannable };
}

class MetadataReader {
  private readonly module: Module;
  private readonly place: FilePlace;
  private readonly faults: SourceFault[];
  readonly leftOut: SourceFault[] = [];

  constructor(module: Module, place: FilePlace) {
    this.module = module;
    this.place = place;
    this.faults = module.fault === undefined ? [] : [module.fault];
  }

  read(): JumpScriptMetadata {
    const action = this.module.functions.get('action');
    const metadata = {
      organization: this.identifier('organization', this.place.organization),
      name: this.identifier('name', this.place.name),
      declaredVersion: this.text('version'),
      category: this.category(),
      descr: this.text('descr'),
      author: this.text('author'),
      license: this.text('license'),
      roles: this.roles(),
      queue: this.queue(),
      period: this.period(),
      startatboot: this.flag('startatboot', false),
      async: this.flag('async', false),
      log: this.flag('log', true),
      enable: this.flag('enable', true),
      order: this.order(),
      timeoutSeconds: this.timeout(),
      args: [...(action?.positional.filter(isRequired) ?? []), ...(action?.named ?? [])],
    };
    this.judgeAction(action);
    return { ...metadata, parseError: this.parseError() };
  }

  private judgeAction(action: PyFunction | undefined): void {
    const { fault, torn, end } = this.module;
    if (end !== undefined) {
      const message = `${shortened(end.written)} ends the file whenever it is loaded, so action() is never called`;
      this.faults.push({ line: end.line, message });
    }
    if (action === undefined) {
      const message = 'expected a function action() at top level, found none; its arguments are what the job is given';
      this.faults.push(...(fault === undefined && torn === undefined ? [{ line: 1, message }] : []));
    } else if (!action.isDecorated) {
      this.faults.push(...callFaults(action).map((message) => ({ line: action.line, message: `action: ${message}` })));
    }
  }

  private parseError(): string | null {
    const [first] = this.faults.sort((one, other) => one.line - other.line);
    return first === undefined ? null : formatFault(first);
  }

  /** The assignment, when it is there and means something. A field that matters for running must be readable. */
  private constant(field: string): { value: PyValue; line: number; written: string } | undefined {
    const assignment = this.module.assignments.get(field);
    if (assignment !== undefined && assignment.value === undefined) {
      this.refuse(field, assignment, CONSTANT);
    }
    return assignment?.value === undefined ? undefined : { ...assignment, value: assignment.value };
  }

  private refuse(field: string, { line, written }: Assignment, expected: string): void {
    this.faults.push({ line, message: `${field}: expected ${expected}, got ${shortened(written)}` });
  }

  private identifier(field: string, fallback: string): string {
    const constant = this.constant(field);
    if (constant === undefined || constant.value === null || constant.value === '') {
      return fallback;
    }
    if (typeof constant.value === 'string' && isJumpScriptName(constant.value)) {
      return constant.value;
    }
    this.refuse(field, constant, JUMPSCRIPT_NAME_RULE);
    return fallback;
  }

  /** For people only, so anything unreadable is just left out. `version = 1.0` stays "1.0". */
  private text(field: keyof typeof MOST_CHARACTERS): string {
    const assignment = this.module.assignments.get(field);
    if (assignment !== undefined && assignment.value === undefined) {
      const message = `${field}: expected ${CONSTANT}, got ${shortened(assignment.written)}; it is left out`;
      this.leftOut.push({ line: assignment.line, message });
    }
    const text = assignment === undefined ? '' : storable(asText(assignment));
    return this.isTooLong(field, text, assignment?.line) ? [...text].slice(0, MOST_CHARACTERS[field]).join('') : text;
  }

  /** Jobs are filtered and counted by it. */
  private category(): string {
    const text = this.text('category');
    if (!isOneLine(text)) {
      const line = this.module.assignments.get('category')?.line ?? 1;
      this.faults.push({
        line,
        message: `category: expected one line without control characters, got ${shortened(JSON.stringify(text))}`,
      });
    }
    return text;
  }

  private isTooLong(field: keyof typeof MOST_CHARACTERS, text: string, line = 1): boolean {
    const [most, characters] = [MOST_CHARACTERS[field], [...text].length];
    if (characters > most) {
      this.faults.push({ line, message: `${field}: expected at most ${most} characters, got ${characters}` });
    }
    return characters > most;
  }

  private flag(field: string, fallback: boolean): boolean {
    const value = this.constant(field)?.value;
    return value === undefined || value === null ? fallback : isTruthy(value);
  }

  private roles(): string[] {
    const constant = this.constant('roles');
    const value = constant?.value ?? [];
    const items = typeof value === 'string' ? value.split(',') : value;
    if (Array.isArray(items) && items.every((item): item is string => typeof item === 'string')) {
      const roles = [...new Set(items.map((role) => storable(role.trim())).filter((role) => role !== ''))];
      const fault = rolesFault(roles);
      if (fault !== undefined) {
        this.faults.push({ line: constant?.line ?? 1, message: `roles: ${fault}` });
      }
      return fault === undefined ? roles : [];
    }
    if (constant !== undefined) {
      this.refuse('roles', constant, 'a list of strings');
    }
    return [];
  }

  private queue(): QueueName {
    const constant = this.constant('queue');
    const value = constant?.value;
    if (constant === undefined || value === null || value === '') {
      return 'default';
    }
    if (typeof value === 'string' && isQueueName(value)) {
      return value;
    }
    this.refuse('queue', constant, `one of ${QUEUES.join(', ')}`);
    return 'default';
  }

  private period(): string | null {
    const constant = this.constant('period');
    const value = constant?.value;
    if (constant === undefined || value === null || value === '' || value === 0 || value === '0') {
      return null;
    }
    if (typeof value === 'number' || typeof value === 'string') {
      return this.checkedPeriod(String(value).trim(), constant.line);
    }
    this.refuse('period', constant, 'seconds or a cron expression such as "*/5 * * * *"');
    return null;
  }

  private checkedPeriod(text: string, line: number): string | null {
    if (this.isTooLong('period', text, line)) {
      return null;
    }
    const fault = periodFault(text);
    if (fault !== undefined) {
      this.faults.push({ line, message: `period: ${fault}` });
    }
    return fault === undefined ? text : null;
  }

  private timeout(): number | null {
    const constant = this.constant('timeout');
    const value = constant?.value;
    if (constant === undefined || value === null || value === 0) {
      return null;
    }
    if (typeof value === 'number' && value > 0 && value <= MAX_TIMEOUT_SECONDS) {
      return value;
    }
    this.refuse('timeout', constant, `seconds above 0, at most ${MAX_TIMEOUT_SECONDS}`);
    return null;
  }

  private order(): number {
    const constant = this.constant('order');
    const value = constant?.value ?? 1;
    if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= 1_000_000) {
      return value;
    }
    if (constant !== undefined) {
      this.refuse('order', constant, 'a whole number');
    }
    return 1;
  }
}

function formatFault(fault: SourceFault): string {
  return `line ${fault.line}: ${fault.message}`;
}

function asText({ value, written }: Assignment): string {
  if (typeof value === 'number') {
    return /^[\d.]+$/.test(written) ? written : String(value);
  }
  if (Array.isArray(value)) {
    return value.filter((item) => typeof item === 'string').join(', ');
  }
  return typeof value === 'string' ? value.trim() : '';
}

function isTruthy(value: PyValue): boolean {
  if (Array.isArray(value)) {
    return value.length > 0;
  }
  return typeof value === 'object' && value !== null ? value.entries.length > 0 : Boolean(value);
}
