import { VARIABLES } from '../navigation/links';
import { propertyOf } from '../unknownValue/propertyOf';

/** Dashboards that show something without a choice. Those of one job, JumpScript or node have nothing to choose it with. */
export const PUBLISHABLE = ['jobs', 'jumpscripts', 'logs', 'failures', 'queues'] as const;

/** Grafana takes uids of up to 40 characters. */
export function publicUid(uid: string): string {
  return `${uid}-public`;
}

/**
 * Pure. A dashboard as Grafana can show it to people without an account: there it knows no variables, so that every panel
 * names its data source, and conditions on variables mean "All"; and links lead nowhere. Queries stay as they are else.
 */
export function publicCopy(dashboard: unknown, dataSource: { uid: string; type: string }): Record<string, unknown> {
  const copy = withDataSource(dashboard, dataSource);
  const panels = propertyOf(copy, 'panels');
  return {
    ...(isRecord(copy) ? copy : {}),
    id: null,
    uid: publicUid(String(propertyOf(copy, 'uid'))),
    title: `${String(propertyOf(copy, 'title'))} (public)`,
    // The links on top of the others are by tag.
    tags: [],
    links: [],
    templating: { list: [] },
    annotations: { list: [] },
    panels: Array.isArray(panels) ? panels.map(publicPanel) : [],
  };
}

/** Wherever the chosen data source is asked, that one is. */
function withDataSource(value: unknown, dataSource: object): unknown {
  if (Array.isArray(value)) {
    return value.map((item: unknown) => withDataSource(item, dataSource));
  }
  if (!isRecord(value)) {
    return value;
  }
  const entries = Object.entries(value).map(([key, inner]) => [
    key,
    key === 'datasource' && propertyOf(inner, 'uid') === `\${${VARIABLES.ds}}`
      ? dataSource
      : withDataSource(inner, dataSource),
  ]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}

function publicPanel(panel: unknown): unknown {
  const targets = propertyOf(panel, 'targets');
  return {
    ...(isRecord(panel) ? panel : {}),
    targets: Array.isArray(targets) ? targets.map(publicTarget) : [],
    fieldConfig: withoutLinks(propertyOf(panel, 'fieldConfig')),
  };
}

function publicTarget(target: unknown): unknown {
  const filters = propertyOf(target, 'filters');
  return {
    ...(isRecord(target) ? target : {}),
    ...(Array.isArray(filters) ? { filters: filters.filter((condition) => !namesVariable(condition)) } : {}),
  };
}

function namesVariable(condition: unknown): boolean {
  const values = propertyOf(condition, 'values');
  return Array.isArray(values) && values.some((value) => typeof value === 'string' && /^\$\{?\w+\}?$/.test(value));
}

/** `links` of the defaults, and of overrides, where they are properties by id. */
function withoutLinks(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.filter((item) => propertyOf(item, 'id') !== 'links').map(withoutLinks);
  }
  if (!isRecord(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'links')
      .map(([key, inner]) => [key, withoutLinks(inner)])
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
