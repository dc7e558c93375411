import { PluginPage, locationService } from '@grafana/runtime';
import { Alert, LinkButton, LoadingPlaceholder } from '@grafana/ui';
import { locationUtil } from '@grafana/data';
import React, { useEffect } from 'react';
import { DASHBOARDS, dashboardLink } from '../navigation/links';
import app from '../plugin.json';
import { findDashboards } from './grafanaApi';
import { useLoaded } from './useLoaded';

const CONFIGURATION = `/plugins/${app.id}?page=configuration`;
const findJobs = () => findDashboards([DASHBOARDS.jobs.uid]);

/** /a/openvcloud-jobs-app leads to the Jobs dashboard, with the range and the variables that it is given, or to the page that says how to get it. */
export function RootPage() {
  const [found] = useLoaded(findJobs);
  const target =
    found.status !== 'loaded'
      ? undefined
      : found.value.has(DASHBOARDS.jobs.uid)
        ? dashboardLink('jobs', locationService.getLocation().search)
        : CONFIGURATION;
  useEffect(() => {
    if (target !== undefined) {
      // Replaced, so that Back leaves the app instead of coming here again.
      locationService.replace(target);
    }
  }, [target]);

  return (
    <PluginPage>
      {found.status === 'failed' ? (
        <Alert severity="error" title="Grafana could not be asked for the Jobs dashboard">
          <p>{found.message}</p>
          <LinkButton variant="secondary" href={locationUtil.assureBaseUrl(CONFIGURATION)}>
            Configuration
          </LinkButton>
        </Alert>
      ) : (
        <LoadingPlaceholder text="Opening Jobs" />
      )}
    </PluginPage>
  );
}
