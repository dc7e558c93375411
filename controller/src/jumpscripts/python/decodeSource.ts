import { TextDecoder } from 'node:util';
import type { SourceFault } from './findFaults';
import { findCookie, findEncoding, normalName, withUtf8Cookie, type Cookie } from './sourceEncoding';

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const LINE_FEED = 0x0a;

export interface DecodedSource {
  /** With a fault: about what it says, for people. */
  text: string;
  fault?: SourceFault;
}

/**
 * Bytes of a JumpScript → text, exactly as Python reads them: byte order mark, then the coding cookie, then UTF-8. Agents are sent
 * the text as UTF-8, so its cookie says that. What Python would refuse, or read otherwise than it can be read here, is a fault.
 */
export function decodeSource(bytes: Uint8Array): DecodedSource {
  const hasMark = BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte);
  const body = hasMark ? bytes.subarray(BYTE_ORDER_MARK.length) : bytes;
  const cookie = findCookie(Buffer.from(body).toString('latin1'));
  const normal = cookie && normalName(cookie.encoding);
  const encoding = normal === undefined ? 'utf-8' : findEncoding(normal);
  if (cookie !== undefined && encoding === undefined) {
    const message = `the encoding ${cookie.encoding} is not supported; save the file as UTF-8 and take its "coding" comment away`;
    return broken(body, cookie.line, message);
  }
  if (cookie !== undefined && hasMark && normal !== 'utf-8') {
    const message = `the comment says ${cookie.encoding}, but the file begins with the byte order mark of UTF-8; write utf-8, or take the comment away`;
    return broken(body, cookie.line, message);
  }
  return encoding === undefined || encoding === 'utf-8'
    ? fromUtf8(body, cookie)
    : fromCharmap(body, encoding.upperHalf, cookie);
}

function broken(bytes: Uint8Array, line: number, message: string): DecodedSource {
  return { text: Buffer.from(bytes).toString('utf8'), fault: { line, message } };
}

function fromUtf8(bytes: Uint8Array, cookie: Cookie | undefined): DecodedSource {
  const text = tryUtf8(bytes);
  if (text !== undefined) {
    return { text };
  }
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return broken(bytes, 1, 'expected UTF-8, got the byte order mark of UTF-16; save the file as UTF-8');
  }
  const advice =
    cookie === undefined
      ? 'save the file as UTF-8, or name its encoding on the first line: # -*- coding: latin-1 -*-'
      : `save the file as the UTF-8 that line ${cookie.line} says it is`;
  const { line, byte } = firstInvalid(bytes);
  return broken(bytes, line, `expected UTF-8, got the byte 0x${byte.toString(16)}; ${advice}`);
}

function fromCharmap(bytes: Uint8Array, upperHalf: string, cookie: Cookie | undefined): DecodedSource {
  const text = Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : upperHalf[byte - 0x80])).join('');
  const at = text.indexOf('\uFFFD');
  if (at >= 0) {
    const line = bytes.subarray(0, at).filter((byte) => byte === LINE_FEED).length + 1;
    const message = `expected ${cookie?.encoding ?? ''}, as line ${cookie?.line ?? 1} says, got the byte 0x${(bytes[at] ?? 0).toString(16)}, which it does not have; save the file as UTF-8 and write utf-8 there`;
    return { text, fault: { line, message } };
  }
  return { text: cookie === undefined ? text : withUtf8Cookie(text, cookie) };
}

function tryUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function firstInvalid(bytes: Uint8Array): { line: number; byte: number } {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  let [at, read] = [0, 0];
  for (const part of text.split('\uFFFD')) {
    at += Buffer.byteLength(part);
    read += 1;
    const isWritten = bytes[at] === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd;
    if (!isWritten) {
      break;
    }
    at += 3;
  }
  const line = text.split('\uFFFD', read).join('').split('\n').length;
  return { line, byte: bytes[at] ?? 0 };
}
