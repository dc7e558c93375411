import { locationService } from '@grafana/runtime';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { fakeGrafanaServer } from '../../testing/grafanaWire';
import { JobActs } from './JobActs';
import { jobFrame } from './testJob';
import { toJobDetails } from './toJobDetails';

// jsdom is slow on a busy machine.
jest.setTimeout(60_000);
beforeEach(() => locationService.push('/d/openvcloud-job/job-details?var-guid=0198'));

const ACTS = { dataSourceUid: 'jobs-1', mayAct: true, why: '' };

function setup(changes: Parameters<typeof jobFrame>[0], acts = ACTS, answer: object = {}) {
  const sent = fakeGrafanaServer(() => ({ data: answer }));
  const job = toJobDetails([jobFrame(changes)]);
  if (job === null) {
    throw new Error('expected a job');
  }
  render(<JobActs job={job} acts={acts} search="?from=now-6h" timeZone="utc" />);
  return { sent, user: userEvent.setup() };
}

it('runs an ended job again, and leads to the new one', async () => {
  const { sent, user } = setup({ state: 'ERROR' }, ACTS, { jobs: [{ guid: '0199' }] });
  await user.click(screen.getByRole('button', { name: 'Re-run' }));
  expect(screen.getByText(/acme:disk on cpu-01 runs again, with the same arguments/)).toBeInTheDocument();
  await user.type(screen.getByLabelText(/^Reason/), 'disk was full');
  await user.click(screen.getAllByRole('button', { name: 'Re-run' }).at(-1) ?? document.body);
  expect(await screen.findByRole('link', { name: '0199' })).toHaveAttribute(
    'href',
    '/d/openvcloud-job/job-details?from=now-6h&var-guid=0199'
  );
  expect(sent).toMatchObject([
    {
      method: 'POST',
      url: '/api/datasources/uid/jobs-1/resources/acts/rerun/0198',
      data: '{"reason":"disk was full","request":{}}',
    },
  ]);
});

it('cancels a job that has not ended, and says that its agent kills it', async () => {
  const { user } = setup({ state: 'RUNNING', timeStop: null }, ACTS, { outcome: 'requested' });
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  await user.click(screen.getAllByRole('button', { name: 'Cancel' }).at(-1) ?? document.body);
  expect(await screen.findByText('Its agent was told to kill it.')).toBeInTheDocument();
});

it('shows who may not act why the button is off', () => {
  const why = 'You have the role Viewer here, acting by this data source needs Editor.';
  const { sent } = setup({}, { ...ACTS, mayAct: false, why });
  expect(screen.getByRole('button', { name: `Re-run: ${why}` })).toHaveAttribute('aria-disabled', 'true');
  expect(sent).toEqual([]);
});
