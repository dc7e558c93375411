import { LoadingState, type DataQueryRequest, type PanelData } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { giveLayout } from '../../testing/layout';
import { panelData, panelProps } from '../../testing/panelProps';
import { JobDetailsPanel } from './JobDetailsPanel';
import { type JobDetailsOptions } from './options';
import { jobFrame } from './testJob';

giveLayout();
jest.setTimeout(60_000);
beforeEach(() => locationService.push('/d/openvcloud-job/job-details?from=now-6h&to=now&var-ds=main&var-guid=0198'));

const ALL: JobDetailsOptions = { properties: true, error: true, args: true, result: true };
const panel = (data: PanelData, options = ALL) => <JobDetailsPanel {...panelProps(options, data)} />;
const asked = (guid: string) => ({
  request: { targets: [{ refId: 'A', guid }], endTime: 1_700_000_060_000 } as unknown as DataQueryRequest,
});
const valueOf = (name: string) => screen.getByText(name, { selector: 'dt' }).nextElementSibling;

describe('JobDetailsPanel', () => {
  it('shows a job with its state as a word, and its times in the time zone of the dashboard', () => {
    render(panel(panelData([jobFrame()], asked('0198'))));
    expect(valueOf('State')).toHaveTextContent('ERROR');
    expect(valueOf('Create')).toHaveTextContent('2023-11-14 22:13:20');
    expect(valueOf('Wait')).toHaveTextContent('1.5 s');
    expect(valueOf('Run')).toHaveTextContent('250 ms of at most 1 min');
    expect(valueOf('Guid')).toHaveTextContent('0198');
  });

  it('shows a job that runs: how long so far, and that its result is to come', () => {
    render(panel(panelData([jobFrame({ state: 'RUNNING', timeStop: null, runMs: null, error: null })], asked('0198'))));
    expect(valueOf('Run')).toHaveTextContent('58.5 s so far of at most 1 min');
    expect(valueOf('Stop')).toHaveTextContent('not ended');
    expect(screen.getByText('The job has not ended yet; refresh to see its result.')).toBeInTheDocument();
  });

  it('counts the lines of a JumpScript that keeps none when the controller wrote some about its attempts', () => {
    const { unmount } = render(panel(panelData([jobFrame({ log: false, logLines: 0 })], asked('0198'))));
    expect(valueOf('Log lines')).toHaveTextContent('not kept');
    unmount();
    render(panel(panelData([jobFrame({ log: false, logLines: 1 })], asked('0198'))));
    expect(valueOf('Log lines')).toHaveTextContent('1');
  });

  it('links to the version of the JumpScript that ran and to the jobs of the node, keeping time range and variables', () => {
    render(panel(panelData([jobFrame()])));
    const jumpscript = screen.getByRole('link', { name: 'acme:disk' }).getAttribute('href');
    expect(jumpscript).toMatch(/^\/d\/openvcloud-jumpscript\/jumpscript-details\?from=now-6h&to=now&var-ds=main/);
    expect(jumpscript).toContain('var-jumpscript=acme%3Adisk&var-version=2');
    expect(screen.getByRole('link', { name: 'cpu-01' })).toHaveAttribute(
      'href',
      expect.stringContaining('var-node=cpu-01')
    );
  });

  it('shows why it failed: message, place, backtrace, and the failing line of the source as executed', () => {
    render(panel(panelData([jobFrame()])));
    const error = within(screen.getByRole('region', { name: 'Error' }));
    expect(error.getByText('ValueError', { selector: 'div *' })).toBeInTheDocument();
    expect(error.getByText(/Traceback/)).toBeInTheDocument();
    expect(error.getByRole('link', { name: '/cache/disk.py:3' })).toHaveAttribute(
      'href',
      expect.stringContaining('&line=3')
    );
    expect(document.querySelector('[aria-current="true"]')).toHaveTextContent('raise ValueError(path)');
  });

  it('shows what a job left behind as text, never as HTML', () => {
    render(panel(panelData([jobFrame({ result: { '<i>': '<img src=x onerror=alert(1)>' } })])));
    expect(screen.getByText(/<b>disk<\/b> is full/)).toBeInTheDocument();
    expect(document.querySelector('b, i, img')).toBeNull();
  });

  it('keeps the job while it is loaded again, and when that fails says so above it', () => {
    const { rerender } = render(panel(panelData([jobFrame()])));
    rerender(panel(panelData([], { state: LoadingState.Loading })));
    expect(valueOf('State')).toHaveTextContent('ERROR');
    rerender(
      panel(panelData([], { state: LoadingState.Error, errors: [{ message: 'The controller does not answer.' }] }))
    );
    expect(screen.getByText('The controller does not answer.')).toBeInTheDocument();
    expect(valueOf('State')).toHaveTextContent('ERROR');
  });

  it('forgets the job when there is none with the new guid', () => {
    const { rerender } = render(panel(panelData([jobFrame()])));
    rerender(panel(panelData([], asked('0199'))));
    expect(screen.getByText('There is no job 0199')).toBeInTheDocument();
    expect(screen.queryByText('cpu-01')).not.toBeInTheDocument();
  });

  it('says where to find a job when none is chosen', () => {
    render(panel(panelData([], asked(''))));
    expect(screen.getByText('No job is chosen')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Go to Jobs' })).toHaveAttribute(
      'href',
      expect.stringContaining('/d/openvcloud-jobs/jobs')
    );
  });

  it('shows only the chosen sections', () => {
    render(panel(panelData([jobFrame({ result: 42 })]), { ...ALL, properties: false, error: false, args: false }));
    expect(screen.getByRole('tree', { name: 'Result' })).toHaveTextContent('42');
    expect(screen.queryByText('Grid')).not.toBeInTheDocument();
  });

  it('says the true size of a result that was shortened', () => {
    render(panel(panelData([jobFrame({ result: 'part', resultTruncated: 12_300_000 })])));
    expect(screen.getByText('The result is shortened: it was 12.3 MB')).toBeInTheDocument();
  });

  it('says the true size of an error that was cut, and how many log lines were left out, and why', () => {
    const error = {
      type: 'E',
      message: 'begins',
      messageTruncatedFrom: 70_000,
      backtrace: 'T',
      backtraceTruncatedFrom: 312_000,
    };
    const dropped = { logLines: 8000, droppedLines: 12_000, droppedBecause: ['SPOOL_FULL', 'LINE_LIMIT'] };
    render(panel(panelData([jobFrame({ error, ...dropped })])));
    expect(screen.getByText('The message is cut: it was 70 kB')).toBeInTheDocument();
    expect(screen.getByText('The backtrace is cut: it was 312 kB')).toBeInTheDocument();
    expect(
      screen.getByText(
        "12,000 of 20,000 lines were left out: no room on the node's disk for what waits to be delivered; more than a job may have"
      )
    ).toBeInTheDocument();
  });

  it('says nothing of what is whole', () => {
    render(panel(panelData([jobFrame()])));
    expect(screen.queryByText(/is cut/)).not.toBeInTheDocument();
    expect(screen.queryByText(/left out/i)).not.toBeInTheDocument();
  });

  it('lets the keyboard open and close a result', async () => {
    const user = userEvent.setup({ pointerEventsCheck: 0 });
    render(panel(panelData([jobFrame({ result: { disks: ['sda', 'sdb'] } })])));
    const tree = screen.getByRole('tree', { name: 'Result' });
    expect(tree).toHaveTextContent('sdb');
    tree.focus();
    await user.keyboard('{ArrowDown}{ArrowLeft}');
    expect(tree).not.toHaveTextContent('sdb');
    expect(tree).toHaveTextContent('disks: [ 2 entries ]');
    await user.keyboard('{ArrowRight}');
    expect(tree).toHaveTextContent('sdb');
  });

  it('draws a part of a result of 100,000 entries, and finds what is not drawn', async () => {
    const user = userEvent.setup({ pointerEventsCheck: 0, delay: null });
    const lines = Array.from({ length: 100_000 }, (_, index) => `line ${index}`);
    render(panel(panelData([jobFrame({ result: lines })]), { ...ALL, properties: false, error: false, args: false }));
    const tree = screen.getByRole('tree', { name: 'Result' });
    expect(within(tree).queryAllByRole('treeitem').length).toBeLessThan(200);
    await user.click(screen.getByLabelText('Search in Result'));
    await user.paste('line 99999');
    expect(await screen.findByText('1 of 1')).toBeInTheDocument();
  });
});
