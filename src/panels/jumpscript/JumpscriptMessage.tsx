import { locationUtil } from '@grafana/data';
import { Alert, LinkButton } from '@grafana/ui';
import React from 'react';
import { EmptyList, needsQuery } from '../../emptyList/EmptyList';
import { dashboardLink } from '../../navigation/links';
import { JobText } from '../../text/JobText';

interface Props {
  error: string | undefined;
  isLoading: boolean;
  id: string;
  /** The query answered, but with something that is no JumpScript. */
  hasFrames: boolean;
  search: string;
}

/** What to do when there is no JumpScript to show. */
export function JumpscriptMessage({ error, isLoading, id, hasFrames, search }: Props) {
  if (error !== undefined) {
    return (
      <Alert severity="error" title="The JumpScript could not be loaded">
        <JobText>{error}</JobText>
      </Alert>
    );
  }
  if (isLoading) {
    return null;
  }
  if (hasFrames) {
    return <EmptyList {...needsQuery('This panel shows one JumpScript', 'JumpScript')} />;
  }
  return (
    <EmptyList
      title={id === '' ? 'No JumpScript is chosen' : `There is no JumpScript ${id}`}
      text="Open one from the JumpScripts dashboard, or choose one in the variable above."
    >
      <LinkButton variant="secondary" href={locationUtil.assureBaseUrl(dashboardLink('jumpscripts', search))}>
        Go to JumpScripts
      </LinkButton>
    </EmptyList>
  );
}
