import { type DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { JUMPSCRIPT_FIELDS } from '@openvcloud/contract/src/filter';
import { dataLink } from './links';
import { newDashboard } from './newDashboard';
import { query } from './query';
import { linked, tableOf, type Column } from './tableColumns';

/** Its id is `<organization>:<name>`; an empty version is the current one. */
const OPEN = dataLink('Open this JumpScript', 'jumpscript', {
  set: { jumpscript: '${__data.fields.organization}:${__data.fields.name}', version: '' },
});

/** A period in seconds reads "every 60 s"; a cron expression stays as it was written. */
const EVERY = {
  id: 'mappings',
  value: [{ type: 'regex', options: { pattern: '^\\d+(?:\\.\\d+)?$', result: { text: 'every $& s', index: 0 } } }],
};

/** Red when the file cannot run, orange when it can and something will go wrong. */
const PROBLEM = [
  { id: 'color', value: { mode: 'fixed', fixedColor: 'orange' } },
  {
    id: 'mappings',
    value: [{ type: 'regex', options: { pattern: '^Broken: [^]*', result: { text: '$&', color: 'red', index: 0 } } }],
  },
  { id: 'custom.cellOptions', value: { type: 'color-text' } },
];

const COLUMNS: Readonly<Record<string, Column>> = {
  name: { width: 165, properties: [linked(OPEN)] },
  organization: { width: 140 },
  problem: { width: 190, properties: PROBLEM },
  category: { width: 130 },
  descr: { properties: [{ id: 'custom.minWidth', value: 200 }] },
  roles: { width: 105, properties: [{ id: 'noValue', value: 'any' }] },
  queue: { width: 95 },
  period: { width: 105, properties: [EVERY, { id: 'noValue', value: 'on request' }] },
  timeoutSeconds: { width: 95 },
  enable: { width: 95 },
  version: { width: 90 },
  updatedAt: { width: 170 },
};

/** Every JumpScript of the controller; a click on its name opens it. */
export function jumpscripts(): DashboardBuilder {
  return newDashboard('jumpscripts')
    .description(
      'What each JumpScript does, where and how often it runs, which files the controller could not read or left out, and why, and what will go wrong.'
    )
    .withPanel(
      tableOf(COLUMNS, JUMPSCRIPT_FIELDS.name.label)
        .title('JumpScripts')
        .withTarget(query({ queryType: 'jumpscripts' }))
        .height(24)
        .span(24)
    );
}
