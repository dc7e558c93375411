import { isJumpScriptName, JUMPSCRIPT_NAME_RULE, printable } from '@openvcloud/contract';
import type { Stats } from 'node:fs';
import { lstat, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** Larger files are no JumpScripts. */
const MAX_FILE_BYTES = 1024 * 1024;

export interface FilePlace {
  /** Folder and file name: what organization and name default to. */
  organization: string;
  name: string;
  /** Below the JumpScripts folder. */
  path: string;
}

/** A file that may be a JumpScript. */
export interface FoundFile extends FilePlace {
  /** Changes when the file does. */
  stamp: string;
  /** Why it is left out, and what to do. */
  fault?: string;
}

/** undefined: it is gone. */
export async function lookAtFile(root: string, place: FilePlace, isUtf8: boolean): Promise<FoundFile | undefined> {
  if (!isUtf8) {
    return { ...place, stamp: '', fault: 'expected a name in UTF-8, got other bytes in it; rename it' };
  }
  const path = join(root, place.path);
  try {
    const status = await stat(path);
    const fault = nameFault(place) ?? kindFault(status) ?? placeFault(root, await realpath(path)) ?? sizeFault(status);
    const stamp = `${status.mtimeMs} ${status.ctimeMs} ${status.ino} ${status.size}`;
    return { ...place, stamp, ...(fault === undefined ? {} : { fault }) };
  } catch (error) {
    const link = await lstat(path).catch(() => undefined);
    return link && { ...place, stamp: '', fault: accessFault(codeOf(error), link) };
  }
}

function nameFault({ organization, name }: FilePlace): string | undefined {
  const wrong = [organization, name].find((text) => !isJumpScriptName(text));
  return wrong === undefined
    ? undefined
    : `expected a folder and a file named with ${JUMPSCRIPT_NAME_RULE}, got ${described(wrong)}; rename it`;
}

function described(name: string): string {
  const characters = [...name];
  const [first] = characters
    .map(printable)
    .filter((text, index) => isOdd(characters[index] ?? '', index) && text !== '');
  return first === undefined ? `${characters.length} characters` : `"${first}" in it`;
}

function isOdd(character: string, index: number): boolean {
  return !isJumpScriptName(index === 0 ? character : `_${character}`);
}

function kindFault(status: Stats): string | undefined {
  const kinds: ReadonlyArray<readonly [boolean, string]> = [
    [status.isDirectory(), 'a folder'],
    [status.isFIFO(), 'a pipe'],
    [status.isSocket(), 'a socket'],
    [status.isFile(), ''],
  ];
  const kind = kinds.find(([isSo]) => isSo)?.[1] ?? 'a device';
  return kind === '' ? undefined : `expected a file, got ${kind}; rename it or take it away`;
}

/** What viewers are shown must not be any file that the controller may read. */
function placeFault(root: string, real: string): string | undefined {
  return real.startsWith(root + sep)
    ? undefined
    : 'expected a file of the JumpScripts folder, got a link to one outside of it; copy the file, or mount its folder there';
}

function sizeFault({ size }: Stats): string | undefined {
  return size > MAX_FILE_BYTES
    ? `expected at most ${MAX_FILE_BYTES} bytes, got ${size}; move what is not the script itself into files of its own`
    : undefined;
}

function accessFault(code: string, link: Stats): string {
  if (link.isSymbolicLink() && (code === 'ENOENT' || code === 'ELOOP')) {
    return 'expected a file, got a link that leads nowhere; correct it or take it away';
  }
  return unreadable(code);
}

/** A file that is there and cannot be read, by the code of the system's error. */
export function unreadable(code: string): string {
  return `expected a file that the controller may read, got ${code}; let the controller's user read it`;
}

export function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
}
