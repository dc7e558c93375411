import { locationUtil } from '@grafana/data';
import { Alert, EmptyState, LinkButton } from '@grafana/ui';
import React from 'react';
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
    return (
      <EmptyState variant="not-found" hideImage message="This panel shows one JumpScript">
        Choose the query type <strong>JumpScript</strong> in the panel&apos;s query.
      </EmptyState>
    );
  }
  const href = locationUtil.assureBaseUrl(dashboardLink('jumpscripts', search));
  return (
    <EmptyState
      variant="call-to-action"
      hideImage
      message="There is no such JumpScript"
      button={
        <LinkButton variant="secondary" href={href}>
          Go to JumpScripts
        </LinkButton>
      }
    >
      Open one from the JumpScripts dashboard, or choose one in the variable above.
    </EmptyState>
  );
}
