import { type FieldConfigSource } from '@grafana/data';
import {
  dataLayers,
  EmbeddedScene,
  SceneDataLayerSet,
  SceneControlsSpacer,
  SceneDataTransformer,
  SceneGridItem,
  SceneGridLayout,
  SceneQueryRunner,
  SceneRefreshPicker,
  SceneTimePicker,
  SceneTimeRange,
  SceneVariableSet,
  VariableValueSelectors,
  VizPanel,
  type SceneDataProvider,
} from '@grafana/scenes';
import { AnnotationSwitches } from './AnnotationSwitches';
import { type AnnotationModel, type DashboardModel, type PanelModel } from './DashboardModel';
import { toSceneVariable } from './toSceneVariable';

/** The live form of a dashboard: variables, time, refresh and panels that ask for their data. */
export function toScene(model: DashboardModel): EmbeddedScene {
  const layers = model.annotations.map(toAnnotationsLayer);
  return new EmbeddedScene({
    $timeRange: new SceneTimeRange({ from: model.from, to: model.to, timeZone: model.timezone }),
    $data: new SceneDataLayerSet({ layers }),
    $variables: new SceneVariableSet({ variables: model.variables.map(toSceneVariable) }),
    controls: [
      new VariableValueSelectors({}),
      new AnnotationSwitches({ layers }),
      new SceneControlsSpacer(),
      new SceneTimePicker({}),
      new SceneRefreshPicker({ refresh: model.refresh, intervals: ['5s', '10s', '30s', '1m', '5m', '15m', '1h'] }),
    ],
    body: new SceneGridLayout({ isDraggable: false, isResizable: false, children: model.panels.map(toGridItem) }),
  });
}

function toAnnotationsLayer({ name, isEnabled, isHidden, iconColor, datasource, target }: AnnotationModel) {
  return new dataLayers.AnnotationsDataLayer({
    name,
    isEnabled,
    isHidden,
    // A target is whatever its data source takes.
    query: { name, enable: isEnabled, iconColor, datasource, target: { refId: 'Anno', ...target } as never },
  });
}

function toGridItem(panel: PanelModel): SceneGridItem {
  const { x, y, w, h } = panel.grid;
  return new SceneGridItem({ key: `grid-item-${panel.id}`, x, y, width: w, height: h, body: toVizPanel(panel) });
}

function toVizPanel(panel: PanelModel): VizPanel {
  return new VizPanel({
    // Data sources and panels read the panel's id back from this key.
    key: `panel-${panel.id}`,
    pluginId: panel.type,
    title: panel.title,
    description: panel.description || undefined,
    displayMode: panel.isTransparent ? 'transparent' : 'default',
    options: panel.options,
    // The registry of field properties checks each property when it applies it.
    fieldConfig: panel.fieldConfig as unknown as FieldConfigSource,
    $data: toData(panel),
  });
}

function toData(panel: PanelModel): SceneDataProvider | undefined {
  if (panel.targets.length === 0) {
    return undefined;
  }
  const queries = new SceneQueryRunner({
    datasource: panel.datasource ?? readTargetDataSource(panel),
    queries: panel.targets,
    maxDataPoints: panel.maxDataPoints,
    minInterval: panel.interval,
  });
  return new SceneDataTransformer({ $data: queries, transformations: panel.transformations });
}

/** All queries of our panels ask one data source, and say so themselves. */
function readTargetDataSource({ targets }: PanelModel): { uid: string } | undefined {
  const datasource: unknown = targets[0]?.['datasource'];
  return typeof datasource === 'object' && datasource !== null && 'uid' in datasource
    ? { ...datasource, uid: String(datasource.uid) }
    : undefined;
}
