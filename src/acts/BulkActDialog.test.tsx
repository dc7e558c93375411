import { type BulkAct } from '@openvcloud/contract';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { fakeGrafanaServer, type SentRequest } from '../testing/grafanaWire';
import { BulkActDialog } from './BulkActDialog';

// jsdom is slow on a busy machine.
jest.setTimeout(60_000);

const PREPARED: BulkAct = {
  guid: 'b1',
  action: 'cancel',
  state: 'PREPARED',
  total: 3,
  done: 0,
  outcomes: [],
  user: 'operator',
  onBehalfOf: 'alice',
  reason: null,
  timeCreate: 1,
  timeStart: null,
  timeStop: null,
};
const ROOT = '/api/datasources/uid/jobs-1/resources/acts/';

function setup(answer: (resource: string) => { status?: number; data: unknown } | undefined) {
  const sent = fakeGrafanaServer(({ url }: SentRequest) => answer(url.replace(ROOT, '')));
  const [onStart, onClose] = [jest.fn(), jest.fn()];
  const request = '{"action":"cancel","guids":["a","b","c"]}';
  const props = { dataSourceUid: 'jobs-1', action: 'cancel', request, of: 'that match', onStart, onClose } as const;
  render(<BulkActDialog {...props} />);
  const posts = () =>
    sent.filter(({ method }) => method === 'POST').map(({ url, data }) => [url.replace(ROOT, ''), data]);
  return { posts, onStart, onClose, user: userEvent.setup() };
}

it('counts first, then acts on as many, once, with the reason, and says what came of it', async () => {
  const done: BulkAct = { ...PREPARED, state: 'DONE', done: 3, outcomes: [{ outcome: 'cancelled', count: 3 }] };
  const { posts, user } = setup((resource) => ({
    data: resource === 'bulk' ? PREPARED : resource === 'bulk/b1' ? done : { ...PREPARED, state: 'RUNNING', done: 1 },
  }));
  expect(await screen.findByText(/^3 jobs that match\./)).toBeInTheDocument();
  await user.type(screen.getByLabelText(/^Reason/), 'drain');
  await user.dblClick(screen.getByRole('button', { name: 'Cancel 3 jobs' }));
  expect(await screen.findByText('Running: 1 of 3 jobs.')).toBeInTheDocument();
  expect(await screen.findByText('Done: 3 of 3 jobs.')).toBeInTheDocument();
  expect(screen.getByText('3 jobs cancelled before they started')).toBeInTheDocument();
  expect(posts()).toEqual([
    ['bulk', '{"reason":"","request":{"action":"cancel","guids":["a","b","c"]}}'],
    ['bulk/b1/start', '{"reason":"drain","request":{}}'],
  ]);
});

it('stops when it is told to', async () => {
  const running: BulkAct = { ...PREPARED, state: 'RUNNING', done: 1 };
  const { posts, user } = setup((resource) => ({
    data: resource === 'bulk' ? PREPARED : resource === 'bulk/b1/stop' ? { ...running, state: 'STOPPED' } : running,
  }));
  await user.click(await screen.findByRole('button', { name: 'Cancel 3 jobs' }));
  await user.click(await screen.findByRole('button', { name: 'Stop' }));
  expect(await screen.findByText('Stopped: 1 of 3 jobs.')).toBeInTheDocument();
  expect(posts().map(([resource]) => resource)).toContain('bulk/b1/stop');
});

it('tells a start from a change of mind: what was marked stays marked then', async () => {
  const { posts, onStart, onClose, user } = setup((resource) => ({
    data: resource === 'bulk' ? PREPARED : { ...PREPARED, state: 'DONE', done: 3 },
  }));
  await screen.findByText(/^3 jobs that match\./);
  await user.click(screen.getByRole('button', { name: 'Leave it' }));
  expect(onClose).toHaveBeenCalledTimes(1);
  expect(posts()).toHaveLength(1);
  expect(onStart).not.toHaveBeenCalled();
  await user.click(screen.getByRole('button', { name: 'Cancel 3 jobs' }));
  await waitFor(() => expect(onStart).toHaveBeenCalledTimes(1));
});

it('cannot be confirmed when there is nothing to act on, and says why', async () => {
  const detail = 'Expected jobs to cancel, got none.';
  setup(() => ({ status: 409, data: { detail, action: 'Look at what matches.' } }));
  expect(await screen.findByText(`${detail} Look at what matches.`)).toBeInTheDocument();
  await waitFor(() => expect(screen.getByRole('button', { name: 'Counting…' })).toBeDisabled());
});
