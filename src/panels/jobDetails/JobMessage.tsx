import { locationUtil } from '@grafana/data';
import { Alert, EmptyState, LinkButton } from '@grafana/ui';
import React from 'react';
import { dashboardLink } from '../../navigation/links';

interface Props {
  error: string | undefined;
  isLoading: boolean;
  guid: string;
  /** The query answered, but with something that is no job. */
  hasFrames: boolean;
  search: string;
}

/** What to do when there is no job to show. */
export function JobMessage({ error, isLoading, guid, hasFrames, search }: Props) {
  const jobs = (
    <LinkButton variant="secondary" href={locationUtil.assureBaseUrl(dashboardLink('jobs', search))}>
      Go to Jobs
    </LinkButton>
  );
  if (error !== undefined) {
    return (
      <Alert severity="error" title="The job could not be loaded">
        {error}
      </Alert>
    );
  }
  if (isLoading) {
    return null;
  }
  if (hasFrames) {
    return (
      <EmptyState variant="not-found" hideImage message="This panel shows one job">
        Choose the query type <strong>Job</strong> in the panel&apos;s query.
      </EmptyState>
    );
  }
  if (guid === '') {
    return (
      <EmptyState variant="call-to-action" hideImage message="No job is chosen" button={jobs}>
        Open one from the Jobs dashboard, or paste its guid into the variable above.
      </EmptyState>
    );
  }
  return (
    <EmptyState variant="not-found" hideImage message={`There is no job ${guid}`} button={jobs}>
      It may be older than the controller keeps jobs, or belong to another controller: check the guid and the data
      source.
    </EmptyState>
  );
}
