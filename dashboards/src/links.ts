import { type DashboardLink, DashboardLinkBuilder, DashboardLinkType } from '@grafana/grafana-foundation-sdk/dashboard';
import { DASHBOARDS, VARIABLES, type DashboardName } from '../../src/navigation/links';

/** Dashboards one opens by themselves carry this tag; details, which need to know of what, do not. */
export const NAVIGATION_TAG = 'openvcloud-jobs';
export const DETAILS_TAG = 'openvcloud-jobs-details';

/** The row of links on top of every dashboard. */
export function navigationLinks(): { build: () => DashboardLink } {
  const links = new DashboardLinkBuilder('OpenvCloud jobs')
    .type(DashboardLinkType.Dashboards)
    .tags([NAVIGATION_TAG])
    .asDropdown(false)
    .includeVars(true)
    .keepTime(true)
    .targetBlank(false);
  return {
    build: () => {
      // The builder hides links in a menu; without a placement Grafana shows them beside the variables.
      const { placement: _, ...shown } = links.build();
      return shown;
    },
  };
}

/**
 * A data link for a table cell or a series. Grafana fills in time range and variables, so it is no finished URL:
 * `dataLink('Jobs', 'jobs', {keep: ['queue'], set: {state: 'ERROR'}})`
 * → `/d/openvcloud-jobs/jobs?${__url_time_range}&${ds:queryparam}&${queue:queryparam}&var-state=ERROR`
 */
export function dataLink(
  title: string,
  name: DashboardName,
  {
    keep = [],
    set = {},
  }: { keep?: ReadonlyArray<keyof typeof VARIABLES>; set?: Partial<Record<keyof typeof VARIABLES, string>> } = {}
): DashboardLinkBuilder {
  const { uid, slug } = DASHBOARDS[name];
  const kept = [VARIABLES.ds, ...keep.map((variable) => VARIABLES[variable])].map(
    (variable) => `\${${variable}:queryparam}`
  );
  const given = Object.entries(set).map(([variable, value]) => `var-${variable}=${value}`);
  return new DashboardLinkBuilder(title)
    .url(`/d/${uid}/${slug}?${['${__url_time_range}', ...kept, ...given].join('&')}`)
    .targetBlank(false);
}

/** The jobs list, narrowed to one condition in the words of the API; Grafana fills it in. */
export function listLink(title: string, filter: string): DashboardLinkBuilder {
  const { uid, slug } = DASHBOARDS.jobs;
  const link = `/d/${uid}/${slug}?\${__url_time_range}&\${${VARIABLES.ds}:queryparam}&p${JOBS_LIST}.filter=${filter}`;
  return new DashboardLinkBuilder(title).url(link).targetBlank(false);
}

/** The panel of the Jobs dashboard that lists them: what one does to it is in the address under its number. */
const JOBS_LIST = 9;
