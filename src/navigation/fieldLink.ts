import { DASHBOARDS, type DashboardName, type VARIABLES } from './links';

/**
 * The URL of a data link from a field of a frame. Grafana fills in the time range and `${...}`, so it is no finished URL:
 * `fieldLink('job', 'jobs-1', {guid: '${__value.raw:percentencode}'})`
 * → `/d/openvcloud-job/job-details?from=${__from}&to=${__to}&var-ds=jobs-1&var-guid=${__value.raw:percentencode}`
 * Of the variables for a time range Explore knows these two only.
 */
export function fieldLink(
  name: DashboardName,
  datasourceUid: string,
  set: Partial<Record<keyof typeof VARIABLES, string>>
): string {
  const { uid, slug } = DASHBOARDS[name];
  const variables = Object.entries({ ds: encodeURIComponent(datasourceUid), ...set });
  const query = ['from=${__from}', 'to=${__to}', ...variables.map(([variable, value]) => `var-${variable}=${value}`)];
  return `/d/${uid}/${slug}?${query.join('&')}`;
}
