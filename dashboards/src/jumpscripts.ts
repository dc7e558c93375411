import { type DashboardBuilder, MappingType, type ValueMapping } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { dataLink } from './links';
import { newDashboard } from './newDashboard';
import { query } from './query';
import { columns } from './tableColumns';

const SHOWN = {
  name: 'Name',
  organization: 'Organization',
  category: 'Category',
  descr: 'Description',
  queue: 'Queue',
  roles: 'Roles',
  period: 'Period',
  timeoutSeconds: 'Timeout',
  enable: 'Enabled',
  version: 'Version',
  isBroken: 'Readable',
  parseError: 'Parse error',
  updatedAt: 'Updated',
} as const;
const READABLE: ValueMapping[] = [
  {
    type: MappingType.ValueToText,
    options: { true: { text: 'broken', color: 'red', index: 0 }, false: { text: 'yes', color: 'green', index: 1 } },
  },
];

/** Every JumpScript of the controller; a click on its name opens it. */
export function jumpscripts(): DashboardBuilder {
  return newDashboard('jumpscripts')
    .description(
      'The JumpScripts the controller knows: what they do, where and how often they run, and which files it could not read.'
    )
    .withPanel(
      columns(new TableBuilder(), SHOWN)
        .title('JumpScripts')
        .filterable(true)
        .withTarget(query({ queryType: 'jumpscripts' }))
        .overrideByName('name', [
          {
            id: 'links',
            value: [
              dataLink('Open this JumpScript', 'jumpscript', {
                set: { jumpscript: '${__data.fields.organization}:${__data.fields.name}', version: '' },
              }).build(),
            ],
          },
          { id: 'custom.width', value: 220 },
        ])
        .overrideByName('descr', [{ id: 'custom.minWidth', value: 260 }])
        .overrideByName('period', [{ id: 'noValue', value: 'on request' }])
        .overrideByName('timeoutSeconds', [{ id: 'unit', value: 's' }])
        .overrideByName('isBroken', [
          { id: 'mappings', value: READABLE },
          { id: 'custom.cellOptions', value: { type: 'color-text' } },
        ])
        .height(24)
        .span(24)
    );
}
