import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { fakeGrafanaServer, type SentRequest } from '../../../testing/grafanaWire';
import { jumpscriptFrame } from '../testJumpscript';
import { toJumpscript } from '../toJumpscript';
import { RunDialog } from './RunDialog';

// jsdom is slow on a busy machine.
jest.setTimeout(60_000);

const ROOT = '/api/datasources/uid/jobs-1/resources';
const node = { source: 'controller', gid: 1, nid: 2, name: 'ours', roles: ['node'], status: 'ACTIVE', isLive: true };

function setup(nodes: object[]) {
  const jumpscript = toJumpscript([jumpscriptFrame({ source: 'controller', args: [] })]);
  if (jumpscript === null) {
    throw new Error('Expected the frame to hold a JumpScript.');
  }
  const sent = fakeGrafanaServer(({ url }: SentRequest) =>
    url === `${ROOT}/nodes` ? { data: { items: nodes } } : { data: { jobs: [] } }
  );
  render(
    <RunDialog jumpscript={jumpscript} dataSourceUid="jobs-1" onRun={() => undefined} onClose={() => undefined} />
  );
  const posted = () => sent.filter(({ method }) => method === 'POST').map(({ data }) => data);
  return { posted, user: userEvent.setup() };
}

const optionsOf = (list: string) =>
  within(screen.getByRole('combobox', { name: new RegExp(`^${list}`) }))
    .getAllByRole('option')
    .map(({ textContent }) => textContent);

it('offers the nodes of the controller only: one of another controller or grid may have the id of one of ours', async () => {
  const { user } = setup([
    node,
    { ...node, source: 'legacy', name: 'theirs', roles: ['theirs'] },
    { ...node, gid: 7, name: 'of another grid' },
    { ...node, nid: 3, name: 'gone', status: 'DECOMMISSIONED' },
  ]);
  expect(optionsOf('Node')).toEqual(['choose one', 'ours (id 2)']);
  await user.click(screen.getByLabelText('All nodes of a role'));
  expect(optionsOf('Role')).toEqual(['any node', 'node']);
});

it('runs where one chose', async () => {
  const { posted, user } = setup([node]);
  expect(screen.getByRole('button', { name: 'Run' })).toBeDisabled();
  await user.selectOptions(screen.getByRole('combobox', { name: /^Node/ }), 'ours (id 2)');
  await user.click(screen.getByRole('button', { name: 'Run' }));
  expect(posted()).toEqual(['{"reason":"","request":{"organization":"acme","name":"disk","nid":2,"args":{}}}']);
});
