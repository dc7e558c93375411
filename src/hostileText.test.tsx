import { type DataFrame, type Field, type PanelProps } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { type DataQuery } from '@grafana/schema';
import { render } from '@testing-library/react';
import React, { type ComponentType } from 'react';
import { JobDetailsPanel } from './panels/jobDetails/JobDetailsPanel';
import { jobFrame } from './panels/jobDetails/testJob';
import { JobLogsPanel } from './panels/jobLogs/JobLogsPanel';
import { logsFrame } from './panels/jobLogs/lines/logsFrame.fixture';
import { LOG_COLUMNS } from './panels/jobLogs/options';
import { COLUMNS } from './panels/jobsTable/columns/columns';
import { JobsTablePanel } from './panels/jobsTable/JobsTablePanel';
import { job, jobsFrame } from './panels/jobsTable/rows/jobsFrame.fixture';
import { JumpscriptPanel } from './panels/jumpscript/JumpscriptPanel';
import { jumpscriptFrame } from './panels/jumpscript/testJumpscript';
import { FakeDataSource } from './testing/FakeDataSource';
import { giveLayout } from './testing/layout';
import { panelRun } from './testing/panelRun';

giveLayout();
jest.setTimeout(60_000);
beforeEach(() => {
  new FakeDataSource().install();
  locationService.push(`/d/x?p7.q=${encodeURIComponent(HOSTILE)}&p7.filter=${encodeURIComponent(`cmd|=|${HOSTILE}`)}`);
});

/** Turns text round, hides some of it, rings the bell of a terminal, and would be a script if it were taken for one. */
const HOSTILE =
  'javascript:alert(1)//\u202egpj.exe\u202c\u2066\u2069\u200e\u200f\u061c\u200b\ufeff\u0000\u0007\u009b\u001b]0;x\u0007<img src=x onerror=alert(1)>';
const RAW = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/;

const LONG_AGO = { state: 'ERROR', errorType: 'E', errorMessage: 'm', nativeState: 'LOST', user: 'u', tags: ['t'] };
const PANELS: Array<[string, ComponentType<PanelProps>, object, DataQuery, DataFrame, number]> = [
  ['the jobs table', JobsTablePanel, allColumns(), asking('jobs'), jobsFrame([job(LONG_AGO), job({ id: 2 })]), 6000],
  ['the jobs as cards', JobsTablePanel, allColumns(), asking('jobs'), jobsFrame([job(LONG_AGO), job({ id: 2 })]), 400],
  [
    'a job',
    JobDetailsPanel,
    {},
    asking('job'),
    jobFrame({ result: { key: 'value' }, tags: ['t'], batchGuid: 'b' }),
    900,
  ],
  [
    'a JumpScript',
    JumpscriptPanel,
    {},
    asking('jumpscript'),
    jumpscriptFrame({ isBroken: true, parseError: 'e' }),
    900,
  ],
  ['log lines', JobLogsPanel, { columns: Object.keys(LOG_COLUMNS) }, asking('logs'), logsFrame([{ seq: 1 }]), 1200],
];

function allColumns() {
  return { columns: COLUMNS.map(({ id }) => id), pageSize: 0 };
}

function asking(queryType: string): DataQuery {
  return { refId: 'A', queryType, datasource: { uid: 'openvcloud-jobs' } };
}

/** Every text of a frame, also within its JSON and in the names there, with something hostile behind it. */
function poisoned(value: unknown): unknown {
  if (typeof value === 'string') {
    return `${value}${HOSTILE}`;
  }
  if (Array.isArray(value)) {
    return value.map(poisoned);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, item]) => [poisonedName(name), poisoned(item)]))
    : value;
}

/** The parts of an error and of an argument are found by their names. */
function poisonedName(name: string): string {
  return name === 'key' ? `${name}${HOSTILE}` : name;
}

function poisonedFrame(frame: DataFrame): DataFrame {
  const isKept = ({ name }: Field) => name === 'state' || name === 'id';
  return {
    ...frame,
    fields: frame.fields.map((field) => (isKept(field) ? field : { ...field, values: field.values.map(poisoned) })),
  };
}

/** In texts, titles and labels; what stands in an input is what its viewer edits, and stays as it is. */
function expectSeen(): void {
  document.querySelectorAll('input').forEach((input) => input.removeAttribute('value'));
  expect(document.body.textContent).toContain('⟨U+202E⟩gpj.exe⟨U+202C⟩');
  expect(RAW.exec(document.body.innerHTML)).toBeNull();
}

describe('hostile text', () => {
  it.each(PANELS)('is seen and harmless in %s', (_, Panel, options, target, frame, width) => {
    render(<Panel {...panelRun({ options, target, series: [poisonedFrame(frame)], width })} />);
    expectSeen();
    expect(document.querySelector('img[src="x"]')).toBeNull();
    const hrefs = [...document.querySelectorAll('a[href]')].map((link) => link.getAttribute('href') ?? '');
    expect(hrefs.filter((href) => !href.startsWith('/d/'))).toEqual([]);
  });

  it.each(PANELS)('is seen and harmless in the error of %s', (_, Panel, options, target, __, width) => {
    render(<Panel {...panelRun({ options, target, series: [], width, error: `refused ${HOSTILE}` })} />);
    expectSeen();
  });
});
