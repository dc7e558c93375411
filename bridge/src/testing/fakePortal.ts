import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type PortalRow = Record<string, unknown> & { guid: string; timeCreate?: number };

/** AC1's portal at the wire, with its faults. */
export interface FakePortal {
  url: string;
  jobs: PortalRow[];
  nodes: Array<Record<string, unknown>>;
  /** Every request that came: `GET /grid/Jobs`. */
  asked: string[];
  logins: number;
  /** The account may not open the page of jobs. */
  isPageForbidden: boolean;
  /** The portal starts again: keys of tables and sessions are gone. */
  restart(): void;
  endSessions(): void;
  /** Answers the next requests for this path otherwise. */
  fail(path: string, answers: Array<{ status: number; body: string; type?: string }>): void;
  password: string;
  close(): Promise<void>;
}

const LOGIN_PAGE =
  '<html><form method="post"><input name="user_login_"><input name="passwd" type="password"></form></html>';
const MOST_ROWS = 200;

export async function startFakePortal(): Promise<FakePortal> {
  let sessions = new Set<string>();
  let keys = new Set<string>();
  let made = 0;
  const faults = new Map<string, Array<{ status: number; body: string; type?: string }>>();

  const answer = (response: ServerResponse, status: number, body: string, type = 'application/json') => {
    response.writeHead(status, { 'content-type': type });
    response.end(body);
  };
  const server = createServer((request, response) => void respond(request, response));

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://portal');
    portal.asked.push(`${request.method} ${url.pathname}`);
    const body = await textOf(request);
    const fault = faults.get(url.pathname)?.shift();
    if (fault !== undefined) {
      answer(response, fault.status, fault.body, fault.type);
      return;
    }
    const [, session = ''] = /beaker\.session\.id=(\w+)/.exec(request.headers.cookie ?? '') ?? [];
    const isKnown = sessions.has(session);
    const open = new Map([
      ['/restmachine/system/usermanager/authenticate', () => logIn(request, response, new URLSearchParams(body))],
      ['/grid/Jobs', () => page(response, isKnown)],
      ['/restmachine/system/contentmanager/modelobjectlist', () => list(response, url.searchParams)],
    ]);
    const closed = new Map([
      ['/restmachine/system/gridmanager/getJobs', () => getJobs(response, url.searchParams)],
      ['/restmachine/system/gridmanager/getNodes', () => answer(response, 200, JSON.stringify(portal.nodes))],
    ]);
    const refuse = () =>
      session === ''
        ? answer(response, 401, 'NO VALID AUTHORIZATION KEY GIVEN', 'text/plain')
        : answer(response, 419, '"key not valid or expired"');
    const unknown = () => answer(response, 404, `Could not find method, path was ${url.pathname}`);
    (open.get(url.pathname) ?? (isKnown ? (closed.get(url.pathname) ?? unknown) : refuse))();
  }

  function logIn({ method }: IncomingMessage, response: ServerResponse, form: URLSearchParams): void {
    if (method !== 'POST') {
      answer(response, 404, 'Could not find method');
      return;
    }
    portal.logins += 1;
    if (form.get('secret') !== portal.password) {
      answer(response, 401, '"Unauthorized"');
      return;
    }
    const session = `session${++made}`;
    sessions.add(session);
    response.setHeader('set-cookie', `beaker.session.id=${session}; httponly; Path=/`);
    answer(response, 200, JSON.stringify(session));
  }

  function page(response: ServerResponse, isKnown: boolean): void {
    if (isKnown && portal.isPageForbidden) {
      answer(response, 403, '<html>Forbidden</html>', 'text/html');
      return;
    }
    if (!isKnown) {
      answer(response, 200, LOGIN_PAGE, 'text/html');
      return;
    }
    const key = `key${++made}`;
    keys.add(key);
    const source = `/restmachine/system/contentmanager/modelobjectlist?namespace=system&category=job&key=${key}`;
    answer(
      response,
      200,
      `<html><script>$('#t').dataTable({"bServerSide": true, "sAjaxSource": "${source}"});</script></html>`,
      'text/html'
    );
  }

  function list(response: ServerResponse, query: URLSearchParams): void {
    if (!keys.has(query.get('key') ?? '')) {
      answer(response, 410, '"Table is not available anymore. Please refresh"');
      return;
    }
    const condition = JSON.parse(query.get('sSearch_0') ?? '{}') as { $gte?: number; $exists?: boolean };
    const rows = portal.jobs
      .filter(({ timeCreate }) =>
        condition.$exists === false
          ? timeCreate === undefined
          : timeCreate !== undefined && timeCreate >= (condition.$gte ?? 0)
      )
      .sort((one, other) => (one.timeCreate ?? 0) - (other.timeCreate ?? 0));
    const start = Number(query.get('iDisplayStart'));
    const data = rows.slice(start, start + Number(query.get('iDisplayLength'))).map(cellsOf);
    const total = { iTotalRecords: rows.length, iTotalDisplayRecords: rows.length };
    answer(response, 200, JSON.stringify({ sEcho: 1, ...total, data }));
  }

  function getJobs(response: ServerResponse, query: URLSearchParams): void {
    if ((query.get('category') ?? '') === '') {
      answer(response, 400, '"Param with name:category is missing."');
      return;
    }
    if (query.has('to')) {
      answer(response, 404, '"Could not find -1 of type unknown"');
      return;
    }
    const guids = query.getAll('guid');
    const [, seconds] = /^-(\d+)s$/.exec(query.get('from_') ?? '') ?? [];
    const from = seconds === undefined ? -1 : Date.now() / 1000 - Number(seconds);
    const is = (row: PortalRow, parameter: string, field: string) =>
      !query.has(parameter) || String(row[field]) === query.get(parameter);
    const rows = portal.jobs.filter(
      (row) =>
        (guids.length === 0 || guids.includes(row.guid)) &&
        is(row, 'state', 'state') &&
        is(row, 'nid', 'nid') &&
        is(row, 'name', 'cmd') &&
        Number(row['timeStart'] ?? 0) >= from
    );
    answer(response, 200, JSON.stringify(rows.slice(0, MOST_ROWS)));
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const portal: FakePortal = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    jobs: [],
    nodes: [],
    asked: [],
    logins: 0,
    isPageForbidden: false,
    password: 'of the portal',
    restart: () => {
      keys = new Set();
      sessions = new Set();
    },
    endSessions: () => (sessions = new Set()),
    fail: (path, answers) => faults.set(path, [...answers]),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return portal;
}

function cellsOf(row: PortalRow): unknown[] {
  const stamp = (time: unknown) => (time ? `<div class='jstimestamp' data-ts="${String(time)}"></div>` : '');
  const created = `<a href='/grid/job?id=${row.guid}'   >${stamp(row.timeCreate) || 'n/a'}</a>`;
  return [
    row['id'] ?? 1,
    created,
    stamp(row['timeStart']),
    stamp(row['timeStop']),
    row['cmd'],
    row['queue'] ?? '',
    row['state'],
    row['nid'] ?? '',
  ];
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
  }
  return text;
}
