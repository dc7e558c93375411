const NO_HTTP = 'what listens there does not speak HTTP: is it another service, or an HTTPS one?';
const NO_TLS = 'what listens there does not speak HTTPS: is http:// meant?';
const SILENT = 'it was reached and did not answer in time';

/** Why no answer came, in words, by the code of the error: undici's, Node's, the HTTP parser's or OpenSSL's. */
const REASONS: ReadonlyArray<[RegExp, string]> = [
  [/^ECONNREFUSED$/, 'nothing listens there'],
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'its host name has no address'],
  [/^(EHOSTUNREACH|ENETUNREACH)$/, 'there is no way to its host'],
  [/^(ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/, 'no connection came about in time'],
  [/^UND_ERR_(HEADERS|BODY)_TIMEOUT$/, SILENT],
  [/^(HPE_|UND_ERR_INVALID_ARG$|HTTPParserError$)/, NO_HTTP],
  [/^(EPROTO$|ERR_SSL_)/, NO_TLS],
  [/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/, 'the connection was closed; an HTTPS controller does that to http://'],
];

/** Of any other error, what it says itself. */
export function noAnswerReason(error: unknown): string {
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  const known = REASONS.find(([pattern]) => pattern.test(code))?.[1];
  return known === undefined ? message || code : `${known} (${code})`;
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) {
    return '';
  }
  const name = 'name' in error ? String(error.name) : '';
  return 'code' in error && typeof error.code === 'string' ? error.code : name;
}
