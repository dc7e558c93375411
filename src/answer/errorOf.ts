import { LoadingState } from '@grafana/data';
import { propertyOf, textOf } from '../unknownValue/propertyOf';

/**
 * An answer as far as its error goes. `error` is what Grafana 12.4 sets alone when a request fails as a whole (the
 * controller refuses it, or is away); `errors` has those of single queries.
 */
export interface MaybeFailed {
  state?: LoadingState;
  error?: unknown;
  errors?: readonly unknown[];
}

/** What went wrong with a query, in words; undefined: nothing did. */
export function errorOf({ state, error, errors }: MaybeFailed): string | undefined {
  const first = errors?.[0] ?? error;
  return first === undefined && state !== LoadingState.Error ? undefined : messageOf(first);
}

const NO_MESSAGE = 'The query failed without a message. See the query inspector and the controller’s log.';
/** What Grafana's server says in place of the words, which it then has in `message`. */
const PLACEHOLDER = 'Query data error';

/**
 * The words of anything thrown or answered in place of data. The body of the HTTP answer comes first: it has the
 * controller's own words, while Grafana may have put only "Query error" or the status into `message`.
 */
export function messageOf(error: unknown): string {
  if (typeof error === 'string') {
    return error || NO_MESSAGE;
  }
  const said = textOf(propertyOf(error, 'data'), 'message');
  const status = [propertyOf(error, 'status'), propertyOf(error, 'statusText')].filter(Boolean).join(' ');
  return (said === PLACEHOLDER ? '' : said) || textOf(error, 'message') || status || said || NO_MESSAGE;
}
