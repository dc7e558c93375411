import { type DataQueryRequest } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { render, screen, within } from '@testing-library/react';
import React from 'react';
import { giveLayout } from '../../testing/layout';
import { panelData, panelProps } from '../../testing/panelProps';
import { JobDetailsPanel } from './JobDetailsPanel';
import { type JobDetailsOptions } from './options';
import { jobFrame } from './testJob';

giveLayout();
jest.setTimeout(60_000);
beforeEach(() => locationService.push('/d/openvcloud-job/job-details?from=now-6h&var-ds=main'));

const ALL: JobDetailsOptions = { properties: true, error: true, args: true, result: true };
const only = (section: keyof JobDetailsOptions): JobDetailsOptions => ({
  properties: false,
  error: false,
  args: false,
  result: false,
  [section]: true,
});

function show(changes: Record<string, unknown>, options = ALL, title = '') {
  const request = {
    targets: [{ refId: 'A', guid: '0198' }],
    endTime: 1_700_000_060_000,
  } as unknown as DataQueryRequest;
  render(<JobDetailsPanel {...panelProps(options, panelData([jobFrame(changes)], { request }))} title={title} />);
}
const valueOf = (name: string) => screen.getByText(name, { selector: 'dt' }).nextElementSibling;

describe('the properties of a job', () => {
  it.each<[string, Record<string, unknown>, string, string]>([
    ['that no node has taken', { nodeName: null, nid: null }, 'Node', 'not taken by a node yet'],
    ['of a node without a name', { nodeName: null, nid: 4 }, 'Node', 'Node id 4'],
    ['of a node', {}, 'Node', 'cpu-01 id 4'],
    ['whose source is not stored', { jumpscriptId: null }, 'JumpScript', 'acme:disk (its source is not stored)'],
    ['of a version', {}, 'JumpScript', 'acme:disk version 2'],
    ['without tags', {}, 'Tags', 'none'],
    ['with roles', {}, 'Roles', 'nodestorage'],
    ['without a category', { category: '' }, 'Category', 'none'],
    [
      'that waits',
      { state: 'SCHEDULED', timeStart: null, timeStop: null, waitMs: null, runMs: null },
      'Wait',
      '1 min so far',
    ],
    ['that has not started', { timeStart: null, timeStop: null, runMs: null }, 'Run', 'not started of at most 1 min'],
    ['that has not started', { timeStart: null, timeStop: null, runMs: null }, 'Start', 'not started'],
    ['without a timeout', { timeoutSeconds: 0 }, 'Run', '250 ms'],
    ['with one attempt', {}, 'Attempt', '1'],
    ['with several attempts', { attempt: 2, maxAttempts: 3 }, 'Attempt', '2 of 3'],
    ['of nobody', { user: null }, 'User', 'unknown'],
    ['that began another', { parentGuid: '0100' }, 'Parent job', '0100'],
    ['of a batch', { batchGuid: '0200' }, 'Batch', '0200'],
    ['with a result code', { resultCode: 0 }, 'Result code', '0'],
    ['with a word of its own controller', { nativeState: 'NOWORK' }, 'Native state', 'NOWORK'],
    ['reported by an agent that was cut off', { timeKnown: 1_700_000_601_750 }, 'Known', '2023-11-14 22:23:21'],
    ['with many lines', { logLines: 12_345 }, 'Log lines', '12,345'],
  ])('%s say %j', (_, changes, name, text) => {
    show(changes, only('properties'));
    expect(valueOf(name)?.textContent?.startsWith(text)).toBe(true);
  });

  it.each(['Parent job', 'Batch', 'Result code', 'Native state', 'Lines left out'])(
    'say nothing of %s where there is none',
    (name) => {
      show({}, only('properties'));
      expect(screen.queryByText(name, { selector: 'dt' })).not.toBeInTheDocument();
    }
  );

  it('show how much of the timeout is used', () => {
    show({ runMs: 45_000 }, only('properties'));
    expect(screen.getByLabelText('Part of the timeout used')).toHaveAttribute('value', '0.75');
  });
});

describe('the error of a job', () => {
  const error = {
    message: 'full',
    type: 'DiskFull',
    file: '/cache/disk.py',
    line: 3,
    function: 'action',
    signature: '',
  };
  const section = () => within(screen.getByRole('region', { name: 'Error' }));

  it('is said to be none, alone in its panel', () => {
    show({ state: 'OK', error: null }, only('error'));
    expect(section().getByText('The job has no error.')).toBeInTheDocument();
  });

  it('has no section beside others when there is none', () => {
    show({ state: 'OK', error: null });
    expect(screen.queryByRole('region', { name: 'Error' })).not.toBeInTheDocument();
  });

  it.each([
    ['its place and function', {}, 'at /cache/disk.py:3 in action'],
    ['its file alone', { line: null, function: null }, 'at /cache/disk.py'],
  ])('says %s', (_, changes, text) => {
    show({ error: { ...error, ...changes } }, only('error'));
    expect(
      section().getByText((__, element) => element?.tagName === 'DIV' && element.textContent === text)
    ).toBeInTheDocument();
  });

  it('links no place that is not in the file of the JumpScript', () => {
    show({ error: { ...error, file: '/usr/lib/python3/os.py' } }, only('error'));
    expect(section().queryByRole('link')).not.toBeInTheDocument();
  });

  it('shows neither backtrace nor source where there is none', () => {
    show({ error: { ...error, backtrace: '', code: null } }, only('error'));
    expect(section().queryByText('Backtrace')).not.toBeInTheDocument();
    expect(section().queryByText('Source as executed')).not.toBeInTheDocument();
    expect(section().queryByText(/Failure signature/)).not.toBeInTheDocument();
  });
});

describe('the result of a job', () => {
  it.each([
    ['a number of 16 digits', 1234567890123456, '1234567890123456'],
    ['a text of digits', ['12345678901234567890'], '0: "12345678901234567890"'],
    ['what is more than a double holds', JSON.parse('1e999'), 'Infinity'],
    ['characters beyond 16 bits', '😀', '"😀"'],
  ])('is shown as it is: %s', (_, result, text) => {
    show({ state: 'OK', error: null, result }, only('result'));
    expect(screen.getAllByRole('treeitem').at(-1)?.textContent).toBe(text);
  });

  it('of a job that ended with nothing is none', () => {
    show({ state: 'OK', error: null, result: null }, only('result'));
    expect(within(screen.getByRole('region', { name: 'Result' })).getByText('none')).toBeInTheDocument();
  });
});

describe('headings', () => {
  it.each([
    ['of several sections', ALL, 'Job', ['Error', 'Arguments', 'Result']],
    ['of one section in a panel without a title', only('args'), '', ['Arguments']],
    ['of one section in a panel with a title', only('args'), 'Arguments', []],
  ])('%s', (_, options, title, headings) => {
    show({}, options, title);
    expect(screen.queryAllByRole('heading', { level: 4 }).map(({ textContent }) => textContent)).toEqual(headings);
  });
});
