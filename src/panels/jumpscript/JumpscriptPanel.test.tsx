import { LoadingState, type DataFrame, type DataQueryRequest } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { giveLayout } from '../../testing/layout';
import { panelData, panelProps } from '../../testing/panelProps';
import { JumpscriptPanel } from './JumpscriptPanel';
import { describeArgs } from './JumpscriptProperties';
import { type JumpscriptOptions } from './options';
import { jumpscriptFrame } from './testJumpscript';

giveLayout();
jest.setTimeout(60_000);
beforeEach(() =>
  locationService.push('/d/openvcloud-jumpscript/jumpscript-details?var-jumpscript=acme%3Adisk&var-version=1')
);

const panel = (series: DataFrame[], options = { properties: true, source: true }) => (
  <JumpscriptPanel {...panelProps(options, panelData(series))} />
);

describe('JumpscriptPanel', () => {
  it('shows what the JumpScript is, in words', () => {
    render(panel([jumpscriptFrame()]));
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
    render(panel([jumpscriptFrame()]));
    expect(screen.getByRole('region', { name: 'Source of acme:disk' })).toHaveTextContent('return "<b>"');
    expect(document.querySelector('b')).toBeNull();
    expect(screen.getByRole('link', { name: 'Line 4' })).toHaveAttribute(
      'href',
      '/d/openvcloud-jumpscript/jumpscript-details?var-jumpscript=acme%3Adisk&var-version=1&line=4'
    );
  });

  it('marks the line that the URL names', () => {
    render(panel([jumpscriptFrame()]));
    expect(document.querySelector('[aria-current]')).toBeNull();
    act(() => locationService.partial({ line: 3 }));
    expect(document.querySelector('[aria-current="true"]')).toHaveTextContent('def action():');
  });

  it('changes the version in the URL; the current version has no number, so that later edits are seen', async () => {
    const user = userEvent.setup({ pointerEventsCheck: 0 });
    render(panel([jumpscriptFrame()]));
    await user.click(screen.getByRole('combobox', { name: 'Version' }));
    await user.click(await screen.findByRole('option', { name: /Version 2 \(current\)/ }));
    expect(new URLSearchParams(locationService.getLocation().search).get('var-version')).toBe('');
  });

  it('says why a broken file does not run', () => {
    render(panel([jumpscriptFrame({ isBroken: true, parseError: 'line 3: unexpected indent' })]));
    expect(screen.getByText('line 3: unexpected indent')).toBeInTheDocument();
  });

  it('warns of what will go wrong with a file that can be read', () => {
    const notices = ['line 2: action() needs a, b', 'line 3: print is old'];
    render(panel([jumpscriptFrame({ notices: notices.join('\n') })]));
    const warning = screen.getByText(/may not do what it says/).closest('[role="status"], [role="alert"]');
    notices.forEach((notice) => expect(screen.getByText(notice)).toBeInTheDocument());
    expect(warning).not.toBeNull();
  });

  it.each([
    [{ properties: true, source: false }, true, false],
    [{ properties: false, source: true }, false, true],
  ])('shows by %j the chosen parts', (options, hasProperties, hasSource) => {
    render(panel([jumpscriptFrame()], options));
    expect(screen.queryByText('Author') !== null).toBe(hasProperties);
    expect(screen.queryByRole('region', { name: 'Source of acme:disk' }) !== null).toBe(hasSource);
  });

  it.each([
    ['', 'No JumpScript is chosen'],
    ['acme:gone', 'There is no JumpScript acme:gone'],
  ])('says of %p that %s, and where to find one', (jumpscriptId, words) => {
    const request = { targets: [{ refId: 'A', jumpscriptId }] } as unknown as DataQueryRequest;
    render(
      <JumpscriptPanel
        {...panelProps<JumpscriptOptions>({ properties: true, source: true }, panelData([], { request }))}
      />
    );
    expect(screen.getByText(words)).toBeInTheDocument();
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
