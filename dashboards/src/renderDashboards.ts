import { DASHBOARD_BUILDERS } from './index';

/** File name → content of the dashboards the plugin ships, byte for byte. */
export function renderDashboards(): Map<string, string> {
  return new Map(
    Object.entries(DASHBOARD_BUILDERS).map(([name, build]) => [
      `${name}.json`,
      `${JSON.stringify(numbered(build().build()), null, 2)}\n`,
    ])
  );
}

/**
 * Panels get their ids in the order of the page, but those that say theirs: links to a panel (`viewPanel`), links with what
 * a viewer filters, and alert rules need them to be fixed.
 */
function numbered<T extends { id?: unknown; panels?: Array<{ id?: number }> }>({
  id: _assignedByGrafana,
  ...dashboard
}: T) {
  dashboard.panels?.forEach((panel, index) => {
    panel.id ??= index + 1;
  });
  return dashboard;
}
