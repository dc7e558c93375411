import { createDataFrame, FieldType, LoadingState, type DataFrame } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { giveLayout } from '../../testing/layout';
import { panelData, panelProps } from '../../testing/panelProps';
import { JumpscriptPanel } from './JumpscriptPanel';
import { describeArgs } from './JumpscriptProperties';
import { type JumpscriptOptions } from './options';

giveLayout();
jest.setTimeout(60_000);
beforeEach(() =>
  locationService.push('/d/openvcloud-jumpscript/jumpscript-details?var-jumpscript=acme%3Adisk&var-version=1')
);

function frame(changes: Record<string, unknown> = {}): DataFrame {
  const jumpscript: Record<string, unknown> = {
    id: 'acme:disk',
    gid: 1,
    organization: 'acme',
    name: 'disk',
    version: 1,
    declaredVersion: '1.0',
    category: 'monitor',
    descr: 'Checks disks',
    author: 'ops@example.com',
    license: 'bsd',
    roles: ['node'],
    queue: 'io',
    period: '600',
    startatboot: false,
    async: true,
    log: true,
    enable: true,
    order: 1,
    timeoutSeconds: 90,
    args: [
      { name: 'path', default: null },
      { name: 'depth', default: '3' },
    ],
    path: 'acme/disk.py',
    hash: 'a'.repeat(64),
    isBroken: false,
    parseError: null,
    notices: '',
    isDeleted: false,
    updatedAt: 1_700_000_000_000,
    text: 'from JumpScale import j\n\ndef action():\n    return "<b>"\n',
    versions: [
      { version: 1, hash: 'a'.repeat(64), createdAt: 1_690_000_000_000, isCurrent: false },
      { version: 2, hash: 'b'.repeat(64), createdAt: 1_700_000_000_000, isCurrent: true },
    ],
    ...changes,
  };
  const typeOf = (value: unknown) =>
    typeof value === 'object'
      ? FieldType.other
      : typeof value === 'boolean'
        ? FieldType.boolean
        : typeof value === 'number'
          ? FieldType.number
          : FieldType.string;
  return createDataFrame({
    fields: Object.entries(jumpscript).map(([name, value]) => ({ name, type: typeOf(value), values: [value] })),
  });
}

const panel = (series: DataFrame[], options = { properties: true, source: true }) => (
  <JumpscriptPanel {...panelProps(options, panelData(series))} />
);

describe('JumpscriptPanel', () => {
  it('shows what the JumpScript is, in words', () => {
    render(panel([frame()]));
    const valueOf = (name: string) => screen.getByText(name, { selector: 'dt' }).nextElementSibling;
    expect(valueOf('Runs')).toHaveTextContent('every 10 min');
    expect(valueOf('Timeout')).toHaveTextContent('1 min 30 s');
    expect(valueOf('Arguments')).toHaveTextContent('path, depth = 3');
    expect(valueOf('Version')).toHaveTextContent('1 (the file says 1.0)');
    expect(screen.getByRole('link', { name: 'Jobs that ran it' })).toHaveAttribute(
      'href',
      expect.stringMatching(/openvcloud-jobs\/jobs.*var-organization=acme&var-cmd=disk/)
    );
  });

  it('shows the source with numbered lines that can be linked to', () => {
    render(panel([frame()]));
    expect(screen.getByRole('region', { name: 'Source of acme:disk' })).toHaveTextContent('return "<b>"');
    expect(document.querySelector('b')).toBeNull();
    expect(screen.getByRole('link', { name: 'Line 4' })).toHaveAttribute(
      'href',
      '/d/openvcloud-jumpscript/jumpscript-details?var-jumpscript=acme%3Adisk&var-version=1&line=4'
    );
  });

  it('marks the line that the URL names', () => {
    render(panel([frame()]));
    expect(document.querySelector('[aria-current]')).toBeNull();
    act(() => locationService.partial({ line: 3 }));
    expect(document.querySelector('[aria-current="true"]')).toHaveTextContent('def action():');
  });

  it('changes the version in the URL; the current version has no number, so that later edits are seen', async () => {
    const user = userEvent.setup({ pointerEventsCheck: 0 });
    render(panel([frame()]));
    await user.click(screen.getByRole('combobox', { name: 'Version' }));
    await user.click(await screen.findByRole('option', { name: /Version 2 \(current\)/ }));
    expect(new URLSearchParams(locationService.getLocation().search).get('var-version')).toBe('');
  });

  it('says why a broken file does not run', () => {
    render(panel([frame({ isBroken: true, parseError: 'line 3: unexpected indent' })]));
    expect(screen.getByText('line 3: unexpected indent')).toBeInTheDocument();
  });

  it('warns of what will go wrong with a file that can be read', () => {
    const notices = ['line 2: action() needs a, b', 'line 3: print is old'];
    render(panel([frame({ notices: notices.join('\n') })]));
    const warning = screen.getByText(/something will go wrong/).closest('[role="status"], [role="alert"]');
    notices.forEach((notice) => expect(screen.getByText(notice)).toBeInTheDocument());
    expect(warning).not.toBeNull();
  });

  it.each([
    [{ properties: true, source: false }, true, false],
    [{ properties: false, source: true }, false, true],
  ])('shows by %j the chosen parts', (options, hasProperties, hasSource) => {
    render(panel([frame()], options));
    expect(screen.queryByText('Author') !== null).toBe(hasProperties);
    expect(screen.queryByRole('region', { name: 'Source of acme:disk' }) !== null).toBe(hasSource);
  });

  it('says where to find a JumpScript when there is none', () => {
    render(panel([]));
    expect(screen.getByRole('link', { name: 'Go to JumpScripts' })).toBeInTheDocument();
  });

  it('waits quietly while it loads', () => {
    render(
      <JumpscriptPanel
        {...panelProps<JumpscriptOptions>(
          { properties: true, source: true },
          panelData([], { state: LoadingState.Loading })
        )}
      />
    );
    expect(screen.queryByRole('link', { name: 'Go to JumpScripts' })).not.toBeInTheDocument();
  });
});

describe('describeArgs', () => {
  it('says so when there are none', () => {
    expect(describeArgs([])).toBe('none');
  });
});
