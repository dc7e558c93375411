import { ApiError } from './errors';

/** Any thrown value → the problem to answer. Pure: Fastify's and PostgreSQL's own errors are recognised by their codes. */
export function toApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) {
    return thrown;
  }
  const code = errorCode(thrown);
  const message = thrown instanceof Error ? thrown.message : 'unknown';
  return (
    fastifyError(code, message) ??
    databaseError(code, message, thrown) ??
    new ApiError('INTERNAL', 'Expected to answer, got an internal error.', { cause: thrown })
  );
}

function fastifyError(code: string, message: string): ApiError | undefined {
  switch (code) {
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new ApiError('UNREADABLE_BODY', `Expected a JSON body, got: ${message}`);
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new ApiError('UNSUPPORTED_MEDIA_TYPE', 'Expected content-type application/json, got another or none.');
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new ApiError('TOO_LARGE', "Expected a body within the endpoint's limit, got a larger one.");
    case 'Z_DATA_ERROR':
    case 'Z_BUF_ERROR':
      return new ApiError(
        'UNREADABLE_BODY',
        'Expected a gzip body as content-encoding says, got bytes that do not decompress.'
      );
    default:
      return /^FST_ERR_(CTP|BAD_URL|MAX_PARAM_LENGTH)/.test(code) ? new ApiError('BAD_REQUEST', message) : undefined;
  }
}

/** PostgreSQL's SQLSTATE, or the codes of a broken connection. */
function databaseError(code: string, message: string, cause: unknown): ApiError | undefined {
  if (code === '2201B') {
    return new ApiError('BAD_REGEX', `Expected a PostgreSQL regular expression, got: ${message}`);
  }
  if (code === '57014') {
    return new ApiError('QUERY_BUDGET', 'Expected an answer within the time budget of the query, got none so far.', {
      cause,
    });
  }
  if (code === '22003') {
    return new ApiError('BAD_PARAMETER', 'Expected numbers within the range of their fields, got one beyond it.', {
      cause,
    });
  }
  if (code === '22021' || code === '22P05') {
    return new ApiError('BAD_PARAMETER', 'Expected text PostgreSQL can hold, got a NUL character or broken UTF-8.');
  }
  if (code === '55P03') {
    return new ApiError('DATABASE_UNAVAILABLE', 'Expected a lock of the database in time, others held it too long.', {
      cause,
    });
  }
  if (code === '53100') {
    return new ApiError('DATABASE_FULL', 'Expected room for what is to be stored, the disk of PostgreSQL is full.', {
      cause,
    });
  }
  if (code === '25006') {
    return new ApiError('DATABASE_READ_ONLY', 'Expected a PostgreSQL that takes changes, got a read-only one.', {
      cause,
    });
  }
  const isConnection =
    /^(08|57P|53|ECONN|EPIPE|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN)/.test(code) ||
    /Connection terminated|timeout exceeded when trying to connect|timeout expired|not queryable/.test(message);
  return isConnection
    ? new ApiError('DATABASE_UNAVAILABLE', 'Expected the database to answer, got no connection.', { cause })
    : undefined;
}

function errorCode(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown && typeof thrown.code === 'string'
    ? thrown.code
    : '';
}
