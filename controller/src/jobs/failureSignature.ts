import { firstCharacters } from '../text/firstCharacters';

/** What of an error tells one kind of failure from another. */
export interface FailureParts {
  type: string;
  message: string;
  file: string | null;
  line: number | null;
}

const MAX_MESSAGE = 200;

/**
 * Error type + file:line + normalised message: equal for failures of the same kind, however their numbers, paths and
 * addresses differ.
 *
 * `OSError`, `/opt/scripts/disk.py`, 12, `No space left on '/dev/sdb1' (pid 4242)`
 * → `OSError disk.py:12 No space left on <text> (pid <n>)`
 */
export function failureSignature({ type, message, file, line }: FailureParts): string {
  const place = file === null || file === '' ? '' : ` ${baseName(file)}${line === null ? '' : `:${line}`}`;
  return `${type}${place} ${normaliseMessage(message)}`.trim();
}

/** Order matters: what holds numbers goes before the numbers. */
const VARIABLE_PARTS: ReadonlyArray<readonly [RegExp, string]> = [
  [/'[^'\n]{0,500}'|"[^"\n]{0,500}"|`[^`\n]{0,500}`/g, '<text>'],
  [/\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s,;)\]}>]+/gi, '<url>'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<uuid>'],
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?/g, '<time>'],
  [/\b(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?\b/g, '<address>'],
  [/\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b/gi, '<address>'],
  [/(?:\b[0-9a-f]{1,4})?(?::{1,2}[0-9a-f]{1,4}){2,7}\b/gi, '<address>'],
  [/(?:\b[A-Za-z]:\\|(?<![\w<])\/)[^\s,;:)\]}>]+/g, '<path>'],
  [/\b0x[0-9a-f]+\b/gi, '<hex>'],
  [/\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,}\b/gi, '<hex>'],
  [/\d+(?:[.,]\d+)*/g, '<n>'],
];

export function normaliseMessage(message: string): string {
  // The first line says what; the lines under it say where and with what.
  const first = firstCharacters(message.trim(), 2000).split(/\r\n|\r|\n/, 1)[0] ?? '';
  const normalised = VARIABLE_PARTS.reduce((text, [pattern, word]) => text.replace(pattern, word), first);
  return firstCharacters(normalised.replace(/\s+/g, ' '), MAX_MESSAGE).trim();
}

function baseName(file: string): string {
  return file.split(/[\\/]/).at(-1) ?? file;
}
