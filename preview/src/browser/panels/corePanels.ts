import { PanelPlugin } from '@grafana/data';
import { StatPanel, type StatOptions } from './StatPanel';
import { TablePanel, type TableOptions } from './TablePanel';
import { TimeseriesPanel, type TimeseriesOptions } from './TimeseriesPanel';

/**
 * Stand-ins for Grafana's own panels, which it does not publish: the same data, units, colours, mappings and links,
 * with plainer drawing. Each declares the field properties that it draws by; others in a dashboard have no effect here.
 */
const MAKERS = {
  stat: () => new PanelPlugin<StatOptions>(StatPanel).useFieldConfig(),
  table: () =>
    new PanelPlugin<TableOptions, TableFieldOptions>(TablePanel).useFieldConfig({
      useCustomConfig: (builder) =>
        declare(builder, ['width', 'minWidth', 'align', 'cellOptions', 'filterable', 'hidden', 'inspect']),
    }),
  timeseries: () =>
    new PanelPlugin<TimeseriesOptions, object>(TimeseriesPanel).useFieldConfig({
      useCustomConfig: (builder) =>
        declare(builder, [
          'drawStyle',
          'lineInterpolation',
          'lineWidth',
          'fillOpacity',
          'gradientMode',
          'showPoints',
          'pointSize',
          'barAlignment',
          'barMaxWidth',
          'barWidthFactor',
          'stacking',
          'spanNulls',
          'axisPlacement',
          'axisLabel',
          'axisSoftMin',
          'axisSoftMax',
          'scaleDistribution',
          'hideFrom',
          'thresholdsStyle',
        ]),
    }),
} as const;
type CorePanelId = keyof typeof MAKERS;

export interface TableFieldOptions {
  width?: number;
}

export function isCorePanel(id: string): id is CorePanelId {
  return Object.hasOwn(MAKERS, id);
}

export function corePanel(id: CorePanelId): PanelPlugin {
  const plugin: PanelPlugin = MAKERS[id]();
  plugin.meta = {
    id,
    name: id,
    type: 'panel',
    module: `core:plugin/${id}`,
    baseUrl: '',
    sort: 1,
    info: {
      author: { name: 'Preview' },
      description: '',
      links: [],
      logos: { small: '', large: '' },
      screenshots: [],
      updated: '',
      version: '',
    },
  } as unknown as PanelPlugin['meta'];
  return plugin;
}

interface Builder {
  addCustomEditor(config: {
    id: string;
    path: string;
    name: string;
    editor: () => null;
    override: () => null;
    process: (value: unknown) => unknown;
    shouldApply: () => boolean;
  }): unknown;
}

function declare(builder: unknown, paths: readonly string[]): void {
  for (const path of paths) {
    (builder as Builder).addCustomEditor({
      id: path,
      path,
      name: path,
      editor: () => null,
      override: () => null,
      process: (value) => value,
      shouldApply: () => true,
    });
  }
}
