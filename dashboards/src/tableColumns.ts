import { type DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';

export interface Column {
  /** Pixels; without it the column takes what is left. */
  width?: number;
  properties?: DynamicConfigValue[];
}

/**
 * A table of some fields of a query's frame, by field name. The data source titles and orders them; `first` moves the
 * field with that title to the front.
 */
export function tableOf(columns: Readonly<Record<string, Column>>, first?: string): TableBuilder {
  const table = new TableBuilder().filterable(true).withTransformation({
    id: 'filterFieldsByName',
    options: { include: { names: Object.keys(columns) } },
  });
  if (first !== undefined) {
    const options = { indexByName: { [first]: 0 }, excludeByName: {}, renameByName: {} };
    table.withTransformation({ id: 'organize', options });
  }
  for (const [name, { width, properties = [] }] of Object.entries(columns)) {
    const all = width === undefined ? properties : [...properties, { id: 'custom.width', value: width }];
    if (all.length > 0) {
      table.overrideByName(name, all);
    }
  }
  return table;
}

export function linked(link: { build: () => unknown }): DynamicConfigValue {
  return { id: 'links', value: [link.build()] };
}

/** Good or not, in words and colour: `yesNo('connected', 'not connected')`. */
export function yesNo(yes: string, no: string): DynamicConfigValue[] {
  const options = {
    true: { text: yes, color: 'green', index: 0 },
    false: { text: no, color: 'red', index: 1 },
  };
  return [
    { id: 'mappings', value: [{ type: 'value', options }] },
    { id: 'custom.cellOptions', value: { type: 'color-text' } },
  ];
}
