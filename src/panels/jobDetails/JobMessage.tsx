import { locationUtil } from '@grafana/data';
import { Alert, LinkButton } from '@grafana/ui';
import React from 'react';
import { EmptyList, needsQuery, type Emptiness } from '../../emptyList/EmptyList';
import { dashboardLink } from '../../navigation/links';
import { JobText } from '../../text/JobText';

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
  if (error !== undefined) {
    return (
      <Alert severity="error" title="The job could not be loaded">
        <JobText>{error}</JobText>
      </Alert>
    );
  }
  if (isLoading) {
    return null;
  }
  if (hasFrames) {
    return <EmptyList {...needsQuery('This panel shows one job', 'Job')} />;
  }
  return (
    <EmptyList {...(guid === '' ? NOT_CHOSEN : notFound(guid))}>
      <LinkButton variant="secondary" href={locationUtil.assureBaseUrl(dashboardLink('jobs', search))}>
        Go to Jobs
      </LinkButton>
    </EmptyList>
  );
}

const NOT_CHOSEN: Emptiness = {
  title: 'No job is chosen',
  text: 'Open one from the Jobs dashboard, or paste its guid into the variable above.',
};

function notFound(guid: string): Emptiness {
  return {
    title: `There is no job ${guid}`,
    text: 'It may be older than the controller keeps jobs, or belong to another controller: check the guid and the data source.',
  };
}
