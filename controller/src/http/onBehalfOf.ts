import { isOneLine, LIMITS } from '@openvcloud/contract';
import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from '../errors/errors';

/** For whom a token acts, as its holder says, and why; each undefined when nothing was said. */
export interface OnBehalfOf {
  onBehalfOf: string | undefined;
  reason: string | undefined;
}

export function onBehalfOfHeaders(headers: IncomingHttpHeaders): OnBehalfOf {
  return {
    onBehalfOf: textOf(headers, 'On-Behalf-Of', LIMITS.onBehalfOfChars),
    reason: textOf(headers, 'Act-Reason', LIMITS.reasonChars),
  };
}

/** Headers hold ASCII only, names and reasons anything. */
function textOf(headers: IncomingHttpHeaders, name: string, maxChars: number): string | undefined {
  const encoded = headers[name.toLowerCase()];
  if (encoded === undefined || encoded === '') {
    return undefined;
  }
  const text = typeof encoded === 'string' ? decoded(encoded) : undefined;
  if (text === undefined || text.length > maxChars || !isOneLine(text)) {
    throw new ApiError(
      'BAD_PARAMETER',
      `Expected ${name} as one line of at most ${maxChars} characters, percent-encoded, got another value.`
    );
  }
  return text;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
