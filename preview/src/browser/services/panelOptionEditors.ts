import { type StandardEditorsRegistryItem } from '@grafana/data';

const IDS = [
  'number',
  'slider',
  'text',
  'strings',
  'boolean',
  'select',
  'multi-select',
  'radio',
  'unit',
  'color',
  'fieldColor',
  'links',
  'actions',
  'stats-picker',
  'timezone',
  'field-name',
  'dashboard-uid',
  'mappings',
  'thresholds',
] as const;

/** Panels declare their options by the editors that would change them; the preview shows panels, it does not edit them. */
export function panelOptionEditors(): StandardEditorsRegistryItem[] {
  return IDS.map((id) => ({ id, name: id, editor: () => null }));
}
