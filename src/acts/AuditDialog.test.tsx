import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { fakeGrafanaServer } from '../testing/grafanaWire';
import { AuditDialog } from './AuditDialog';

// jsdom is slow on a busy machine.
jest.setTimeout(60_000);

const ROOT = '/api/datasources/uid/jobs-1/resources/acts/';
const EVENT = {
  id: 7,
  time: Date.UTC(2026, 10, 30, 23, 1, 2),
  user: 'grafana',
  onBehalfOf: 'alice',
  reason: 'node 3 is drained',
  action: 'job.cancel',
  target: 'g1',
  outcome: 'OK',
  details: {},
};

function setup(answer: { status?: number; data: unknown }, target?: string) {
  const sent = fakeGrafanaServer(() => answer);
  const onClose = jest.fn();
  render(<AuditDialog dataSourceUid="jobs-1" timeZone="utc" target={target} onClose={onClose} />);
  return { sent, onClose, user: userEvent.setup() };
}

it('says who did what, to what, with what outcome and why', async () => {
  const { sent } = setup({ data: { items: [EVENT] } });
  const row = within(await screen.findByRole('table')).getAllByRole('row')[1];
  expect(row).toHaveTextContent('2026-11-30 23:01:02aliceCancelg1OKnode 3 is drained');
  expect(screen.getByTitle('by the token grafana')).toHaveTextContent('alice');
  expect(sent.map(({ url }) => url)).toEqual([`${ROOT}audit?limit=100`]);
});

it('asks for the acts on one job alone, and says when there are none', async () => {
  const { sent } = setup({ data: { items: [] } }, 'g1');
  expect(await screen.findByText('Nobody has acted yet.')).toBeInTheDocument();
  expect(screen.getByText('Audit: acts on g1')).toBeInTheDocument();
  expect(sent.map(({ url }) => url)).toEqual([`${ROOT}audit?limit=100&target=g1`]);
});

it('says why the trail could not be read', async () => {
  setup({ status: 403, data: { detail: 'Expected somebody who may act.' } });
  expect(await screen.findByText(/Expected somebody who may act\./)).toBeInTheDocument();
  expect(screen.queryByText('Nobody has acted yet.')).not.toBeInTheDocument();
});

it('closes', async () => {
  const { user, onClose } = setup({ data: { items: [EVENT] } });
  await user.click(await screen.findByRole('button', { name: 'Close' }));
  expect(onClose).toHaveBeenCalled();
});
