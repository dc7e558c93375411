import { PanelPlugin, PluginType, type FieldConfigEditorBuilder } from '@grafana/data';
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
    new PanelPlugin<TableOptions, object>(TablePanel).useFieldConfig({
      useCustomConfig: (builder) =>
        declare(builder, ['width', 'minWidth', 'align', 'cellOptions', 'filterable', 'hidden', 'inspect']),
    }),
  timeseries: () =>
    // Without it a panel gets no annotations, but by chance.
    new PanelPlugin<TimeseriesOptions, object>(TimeseriesPanel)
      .setDataSupport({ annotations: true, alertStates: false })
      .useFieldConfig({
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

export function isCorePanel(id: string): id is CorePanelId {
  return Object.hasOwn(MAKERS, id);
}

export function corePanel(id: CorePanelId): PanelPlugin {
  const plugin: PanelPlugin = MAKERS[id]();
  plugin.meta = {
    id,
    name: id,
    type: PluginType.panel,
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
  };
  return plugin;
}

/** Field properties are registered by what would edit them; an unregistered one is dropped when fields are prepared. */
function declare(builder: FieldConfigEditorBuilder<object>, paths: readonly string[]): void {
  for (const path of paths) {
    builder.addCustomEditor<object, unknown>({
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
