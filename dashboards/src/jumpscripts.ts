import { type DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { JUMPSCRIPT_FIELDS } from '@openvcloud/contract/src/filter';
import { dataLink } from './links';
import { newDashboard } from './newDashboard';
import { query } from './query';
import { linked, tableOf, yesNo, type Column } from './tableColumns';

/** Its id is `<organization>:<name>`; an empty version is the current one. */
const OPEN = dataLink('Open this JumpScript', 'jumpscript', {
  set: { jumpscript: '${__data.fields.organization}:${__data.fields.name}', version: '' },
});

const COLUMNS: Readonly<Record<string, Column>> = {
  name: { width: 190, properties: [linked(OPEN)] },
  organization: { width: 120 },
  category: { width: 150 },
  descr: { width: 300 },
  roles: { width: 130 },
  queue: { width: 100 },
  period: { width: 110, properties: [{ id: 'noValue', value: 'on request' }] },
  timeoutSeconds: { width: 90 },
  enable: { width: 90 },
  version: { width: 85 },
  updatedAt: { width: 165 },
  isBroken: { width: 90, properties: yesNo('broken', 'no', false) },
  parseError: {},
};

/** Every JumpScript of the controller; a click on its name opens it. */
export function jumpscripts(): DashboardBuilder {
  return newDashboard('jumpscripts')
    .description(
      'What each JumpScript does, where and how often it runs, and which files the controller could not read.'
    )
    .withPanel(
      tableOf(COLUMNS, JUMPSCRIPT_FIELDS.name.label)
        .title('JumpScripts')
        .withTarget(query({ queryType: 'jumpscripts' }))
        .height(24)
        .span(24)
    );
}
