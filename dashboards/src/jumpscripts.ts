import { type DashboardBuilder, MappingType, type ValueMapping } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { JUMPSCRIPT_FIELDS } from '@openvcloud/contract/src/filter';
import { dataLink } from './links';
import { newDashboard } from './newDashboard';
import { query } from './query';
import { onlyFields } from './tableColumns';

const SHOWN = [
  'organization',
  'name',
  'category',
  'descr',
  'roles',
  'queue',
  'period',
  'timeoutSeconds',
  'enable',
  'version',
  'updatedAt',
  'isBroken',
  'parseError',
] as const;

const BROKEN: ValueMapping[] = [
  {
    type: MappingType.ValueToText,
    options: { true: { text: 'broken', color: 'red', index: 0 }, false: { text: 'no', color: 'green', index: 1 } },
  },
];

/** Every JumpScript of the controller; a click on its name opens it. */
export function jumpscripts(): DashboardBuilder {
  return newDashboard('jumpscripts')
    .description(
      'The JumpScripts the controller knows: what they do, where and how often they run, and which files it could not read.'
    )
    .withPanel(
      new TableBuilder()
        .title('JumpScripts')
        .transformations(onlyFields(SHOWN, JUMPSCRIPT_FIELDS.name.label))
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
        .overrideByName('isBroken', [
          { id: 'mappings', value: BROKEN },
          { id: 'custom.cellOptions', value: { type: 'color-text' } },
        ])
        .height(24)
        .span(24)
    );
}
