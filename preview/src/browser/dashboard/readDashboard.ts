import { objectOf, objectsOf, textOf, textsOf, type JsonObject } from '../../json/narrowJson';
import { type AnnotationModel, type DashboardModel, type LinkModel, type PanelModel } from './DashboardModel';
import { readReference } from './readReference';
import { readVariable } from './readVariable';

/** Narrows the JSON a dashboard is stored as. What the preview does not know is left out, never guessed. */
export function readDashboard(json: unknown): DashboardModel {
  const dashboard = objectOf(json);
  const time = objectOf(dashboard['time']);
  return {
    uid: textOf(dashboard['uid']),
    title: textOf(dashboard['title']),
    from: textOf(time['from']) || 'now-6h',
    to: textOf(time['to']) || 'now',
    timezone: textOf(dashboard['timezone']) || 'browser',
    refresh: textOf(dashboard['refresh']),
    variables: objectsOf(objectOf(dashboard['templating'])['list']).flatMap(readVariable),
    annotations: objectsOf(objectOf(dashboard['annotations'])['list']).flatMap(readAnnotation),
    panels: objectsOf(dashboard['panels']).map(readPanel),
    links: objectsOf(dashboard['links']).map(readLink),
  };
}

function readPanel(panel: JsonObject): PanelModel {
  const grid = objectOf(panel['gridPos']);
  const fieldConfig = objectOf(panel['fieldConfig']);
  return {
    id: numberOf(panel['id'], 0),
    type: textOf(panel['type']),
    title: textOf(panel['title']),
    description: textOf(panel['description']),
    isTransparent: panel['transparent'] === true,
    grid: {
      x: numberOf(grid['x'], 0),
      y: numberOf(grid['y'], 0),
      w: numberOf(grid['w'], 12),
      h: numberOf(grid['h'], 8),
    },
    datasource: readReference(panel['datasource']),
    targets: objectsOf(panel['targets']).map((target) => ({ ...target, refId: textOf(target['refId']) || 'A' })),
    options: objectOf(panel['options']),
    fieldConfig: { defaults: objectOf(fieldConfig['defaults']), overrides: objectsOf(fieldConfig['overrides']) },
    transformations: objectsOf(panel['transformations'])
      .filter((transformation) => transformation['disabled'] !== true)
      .map(({ id, options }) => ({ id: textOf(id), options })),
    maxDataPoints: typeof panel['maxDataPoints'] === 'number' ? panel['maxDataPoints'] : undefined,
    interval: textOf(panel['interval']) || undefined,
  };
}

/** Grafana's own marks, which ask its database, have no target here. */
function readAnnotation(annotation: JsonObject): AnnotationModel[] {
  const datasource = readReference(annotation['datasource']);
  const target = objectOf(annotation['target']);
  return datasource === null || Object.keys(target).length === 0
    ? []
    : [
        {
          name: textOf(annotation['name']),
          isEnabled: annotation['enable'] === true,
          isHidden: annotation['hide'] === true,
          iconColor: textOf(annotation['iconColor']) || 'red',
          datasource,
          target,
        },
      ];
}

function readLink(link: JsonObject): LinkModel {
  return {
    type: link['type'] === 'dashboards' ? 'dashboards' : 'link',
    title: textOf(link['title']),
    url: textOf(link['url']),
    tags: textsOf(link['tags']),
    includeVars: link['includeVars'] === true,
    keepTime: link['keepTime'] === true,
    targetBlank: link['targetBlank'] === true,
  };
}

function numberOf(value: unknown, fallback: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : fallback;
}
