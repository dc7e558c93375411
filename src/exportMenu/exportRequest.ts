/** A list as the backend asked the controller for it: the frame's executed query string, read. */
export interface AskedList {
  of: 'jobs' | 'logs';
  /** The job whose lines they are. */
  guid?: string;
  /** As a shell takes it: path and query, from /api on. */
  target: string;
  /** What of the list's parameters says which rows, and in which order. */
  params: URLSearchParams;
}

export interface ExportChoice {
  format: 'csv' | 'ndjson';
  /** Jobs: with args, result and error. */
  details?: boolean;
  /** Lines: all of the job's, whatever is filtered and searched for. */
  isWholeLog?: boolean;
}

const LISTS = /^GET (\/api\/v1\/(?:jobs\/([^/?]+)\/logs|jobs|logs))(?:\?(.*))?$/;
/** What says which page of the list was asked for. */
const OF_PAGES = ['cursor', 'at', 'limit', 'count', 'startTime', 'startSeq'];

/** "GET /api/v1/jobs?filter=state%7C%3D%7COK&limit=100" → the list without its pages; undefined: it was no list of rows. */
export function readAskedList(executed: string | undefined): AskedList | undefined {
  const [, path, guid, query = ''] = LISTS.exec(executed ?? '') ?? [];
  if (path === undefined) {
    return undefined;
  }
  const params = new URLSearchParams(query);
  OF_PAGES.forEach((name) => params.delete(name));
  return {
    of: path.endsWith('logs') ? 'logs' : 'jobs',
    ...(guid === undefined ? {} : { guid: decodeURIComponent(guid) }),
    target: query === '' ? path : `${path}?${query}`,
    params,
  };
}

/** Path and query of the data source's resource that streams these rows. */
export function exportPath(list: AskedList, { format, details, isWholeLog }: ExportChoice): string {
  const params = new URLSearchParams(isWholeLog === true ? [] : list.params);
  params.set('of', list.of);
  params.set('format', format);
  if (details === true) {
    params.set('details', 'true');
  }
  if (list.guid !== undefined) {
    params.set('guid', list.guid);
  }
  return `export?${params.toString()}`;
}

/** The same question to the controller itself. Address and token are the shell's: none of them is known here. */
export function curlCommand({ target }: AskedList): string {
  const quoted = target.replaceAll("'", String.raw`'\''`);
  return `curl --fail-with-body -H "Authorization: Bearer $CONTROLLER_TOKEN" "$CONTROLLER_URL"'${quoted}'`;
}
