import { CoreApp, dateTime, type DataQueryRequest } from '@grafana/data';
import { config, setDataSourceSrv, type DataSourceSrv } from '@grafana/runtime';
import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ReadableStream } from 'node:stream/web';
import { TextEncoder } from 'node:util';
import React from 'react';
import { panelData } from '../testing/panelProps';
import { ExportMenu } from './ExportMenu';

// jsdom is slow on a busy machine.
jest.setTimeout(30_000);

const JOBS = 'GET /api/v1/jobs?filter=state%7C%3D%7COK&limit=25';
const WHOLE = '{"coverage":{"isCut":false,"notice":null},"rows":2}\n';

const saved: Array<{ name: string }> = [];

beforeAll(() => {
  Object.assign(window, { isSecureContext: true });
  Object.assign(config, { appSubUrl: '/grafana', bootData: { user: { orgId: 7 } } });
  setDataSourceSrv({ get: async () => ({ uid: 'jobs/1' }) } as unknown as DataSourceSrv);
  Object.assign(URL, { createObjectURL: () => 'blob:1', revokeObjectURL: () => undefined });
  jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push({ name: this.download });
  });
});
beforeEach(() => saved.splice(0));

/** A stream that a test feeds; Grafana's server as far as an export goes. */
function serve(status = 200, headers: Record<string, string> = {}) {
  const requests: Array<{ url: string; init: RequestInit }> = [];
  let feed: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({ start: (controller) => void (feed = controller) });
  globalThis.fetch = (async (url: string, init: RequestInit) => {
    requests.push({ url, init });
    init.signal?.addEventListener('abort', () => feed?.error(new Error('aborted')));
    const json = async () => ({ detail: 'Expected at most 2 exports.', action: 'Wait.' });
    return { ok: status === 200, status, statusText: '', headers: new Headers(headers), body, json };
  }) as unknown as typeof fetch;
  const send = (text: string) => act(async () => feed?.enqueue(Uint8Array.from(new TextEncoder().encode(text))));
  const end = () => act(async () => feed?.close());
  const cut = () => act(async () => feed?.error(new Error('network')));
  return { requests, send, end, cut };
}

function setup(executed: string | undefined = JOBS, app = CoreApp.Dashboard) {
  const user = userEvent.setup({ delay: null, pointerEventsCheck: 0 });
  const request = { app, targets: [{ refId: 'A' }], scopedVars: {} } as unknown as DataQueryRequest;
  const timeRange = { from: dateTime(1000), to: dateTime(2000), raw: { from: 'now-1s', to: 'now' } };
  const view = render(<ExportMenu executed={executed} data={panelData([], { request, timeRange })} />);
  /** By the keyboard alone. */
  const choose = async (steps: number) => {
    screen.getByRole('button', { name: 'Export' }).focus();
    await user.keyboard('{Enter}');
    const items = await screen.findAllByRole('menuitem');
    items[0]?.focus();
    await user.keyboard('{ArrowDown}'.repeat(steps) + '{Enter}');
  };
  const said = () => document.querySelector('[aria-live="polite"]')?.textContent;
  return { user, view, choose, said };
}

it('exports the whole list by the keyboard, and says so', async () => {
  const { requests, send, end } = serve(200, {
    'Content-Type': 'application/x-ndjson',
    'Content-Disposition': 'attachment; filename="openvcloud-jobs-1.ndjson"',
  });
  const { choose, said } = setup();
  await choose(1);
  expect(said()).toBe('Exporting jobs…');
  await send(`{"guid":"a"}\n`);
  expect(screen.getByText('1')).toHaveAttribute('aria-hidden');
  await send(`{"guid":"b"}\n${WHOLE}`);
  await end();
  expect(requests[0]?.url).toBe(
    '/grafana/api/datasources/uid/jobs%2F1/resources/export?filter=state%7C%3D%7COK&of=jobs&format=ndjson'
  );
  expect(requests[0]?.init.headers).toEqual({ 'X-Grafana-Org-Id': '7' });
  expect(said()).toBe('2 jobs saved as openvcloud-jobs-1.ndjson');
  expect(saved).toEqual([{ name: 'openvcloud-jobs-1.ndjson' }]);
  expect(screen.queryByRole('button', { name: 'Cancel export' })).not.toBeInTheDocument();
});

it('says of a file that is not whole why, and saves it', async () => {
  const { send, end } = serve(200, { 'Content-Type': 'text/csv; charset=utf-8' });
  const { choose, said } = setup();
  await choose(0);
  await send('guid\r\na\r\n# Not whole: stopped.\r\n');
  await end();
  expect(said()).toBe('Not whole, 1 job saved as openvcloud-export: stopped.');
  expect(saved).toHaveLength(1);
});

it('saves nothing when it is cancelled, and ends the request', async () => {
  const { requests, send } = serve(200, { 'Content-Type': 'application/x-ndjson' });
  const { user, choose, said } = setup();
  await choose(2);
  await send('{}\n');
  expect(requests[0]?.url).toContain('details=true');
  await user.click(screen.getByRole('button', { name: 'Cancel export' }));
  expect(requests[0]?.init.signal?.aborted).toBe(true);
  expect(said()).toBe('Cancelled, nothing was saved');
  expect(saved).toEqual([]);
});

it('ends with its panel', async () => {
  const { requests } = serve(200, { 'Content-Type': 'application/x-ndjson' });
  const { choose, view } = setup();
  await choose(0);
  view.unmount();
  expect(requests[0]?.init.signal?.aborted).toBe(true);
});

it('saves nothing when it is refused or its connection breaks', async () => {
  serve(429);
  const { choose, said, view } = setup();
  await choose(0);
  expect(said()).toBe('Nothing was saved: Expected at most 2 exports. Wait.');
  view.unmount();

  const { send, cut } = serve(200, { 'Content-Type': 'application/x-ndjson' });
  const next = setup();
  await next.choose(0);
  await send('{}\n');
  await cut();
  expect(next.said()).toBe('Nothing was saved: network');
  expect(saved).toEqual([]);
});

it('copies the request without a secret, and a link that stays', async () => {
  const { choose, said } = setup();
  await choose(3);
  expect(said()).toBe('Copied the curl command');
  await expect(navigator.clipboard.readText()).resolves.toBe(
    `curl --fail-with-body -H "Authorization: Bearer $CONTROLLER_TOKEN" "$CONTROLLER_URL"'/api/v1/jobs?filter=state%7C%3D%7COK&limit=25'`
  );
  await choose(4);
  expect(said()).toBe('Copied the link');
  await expect(navigator.clipboard.readText()).resolves.toMatch(/\?from=1000&to=2000$/);
});

it('offers the whole log where lines are of one job', async () => {
  const { requests } = serve(200, { 'Content-Type': 'application/x-ndjson' });
  const { choose, said } = setup('GET /api/v1/jobs/0198/logs?q=x', CoreApp.Explore);
  await choose(3);
  expect(said()).toBe('Exporting lines…');
  expect(requests[0]?.url).toMatch(/export\?of=logs&format=ndjson&guid=0198$/);
  await choose(0);
  expect(screen.queryByText('Copy link with absolute time')).not.toBeInTheDocument();
});

it('is not there where nothing was asked of a controller', () => {
  setup('SELECT 1');
  expect(screen.queryByRole('button')).not.toBeInTheDocument();
});
