import { locationUtil } from '@grafana/data';
import { Alert, LinkButton } from '@grafana/ui';
import React from 'react';
import { EmptyList, needsQuery } from '../../emptyList/EmptyList';
import { dashboardLink } from '../../navigation/links';

interface Props {
  error: string | undefined;
  isLoading: boolean;
  /** The query answered, but with something that is no JumpScript. */
  hasFrames: boolean;
  search: string;
}

/** What to do when there is no JumpScript to show. */
export function JumpscriptMessage({ error, isLoading, hasFrames, search }: Props) {
  if (error !== undefined) {
    return (
      <Alert severity="error" title="The JumpScript could not be loaded">
        {error}
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
      title="There is no such JumpScript"
      text="Open one from the JumpScripts dashboard, or choose one in the variable above."
    >
      <LinkButton variant="secondary" href={locationUtil.assureBaseUrl(dashboardLink('jumpscripts', search))}>
        Go to JumpScripts
      </LinkButton>
    </EmptyList>
  );
}
