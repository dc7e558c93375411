import { type PanelProps } from '@grafana/data';
import { LoadingBar, ScrollContainer, Text } from '@grafana/ui';
import React from 'react';
import { useLinkSearch } from '../../navigation/viewedDataSource';
import { useAnswer } from '../../queryAnswer/useAnswer';
import { wantedText } from '../../queryAnswer/wantedText';
import { isOnNode, toJob } from './jobOnNode';
import { NodeMeanwhile } from './NodeMeanwhile';
import { type JobMetricsOptions } from './options';

/** What the node of a job did while it ran, from the answer of a `job` query: graphs with the job marked on them, and what else ran. */
export function JobMetricsPanel({
  data,
  options,
  width,
  height,
  timeZone,
  replaceVariables,
}: PanelProps<JobMetricsOptions>) {
  const guid = wantedText(data.request?.targets, 'guid', replaceVariables);
  const { value: job, isLoading, error } = useAnswer(data, guid, toJob);
  const search = useLinkSearch(data.request);
  const { request } = data;

  if (job === null || request === undefined) {
    return <Says text={error ?? (guid === '' ? 'Choose a job to see what its node did meanwhile.' : 'No such job.')} />;
  }
  if (!isOnNode(job)) {
    return <Says text="No node has started this job: there is nothing to see beside it." />;
  }
  return (
    <ScrollContainer height={`${height}px`}>
      {isLoading && <LoadingBar width={width} ariaLabel="Loading the job" />}
      <NodeMeanwhile
        key={job.guid}
        job={job}
        request={request}
        chosen={replaceVariables(options.metrics ?? '').trim()}
        width={width}
        timeZone={timeZone}
        search={search}
      />
    </ScrollContainer>
  );
}

function Says({ text }: { text: string }) {
  return <Text color="secondary">{text}</Text>;
}
