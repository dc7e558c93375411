import { type PanelBuilder } from '@grafana/grafana-foundation-sdk/table';

/**
 * Which fields a table shows, in which order and under which title: `{descr: 'Description'}`. Other fields stay in the
 * data, for links and overrides, but are hidden. Overrides match fields by name, whatever title the data source gave.
 */
export function columns(panel: PanelBuilder, shown: Readonly<Record<string, string>>): PanelBuilder {
  const names = Object.keys(shown);
  panel.withTransformation({ id: 'filterFieldsByName', options: { include: { names } } });
  for (const [name, title] of Object.entries(shown)) {
    panel.overrideByName(name, [{ id: 'displayName', value: title }]);
  }
  return panel;
}
