import { type PanelProps } from '@grafana/data';
import { LoadingBar, ScrollContainer } from '@grafana/ui';
import React from 'react';
import { useActs } from '../../acts/useActs';
import { useLinkSearch } from '../../navigation/viewedDataSource';
import { useAnswer } from '../../queryAnswer/useAnswer';
import { wantedText } from '../../queryAnswer/wantedText';
import { JobMessage } from './JobMessage';
import { JobSections } from './JobSections';
import { shownSections, type JobDetailsOptions } from './options';
import { toJobDetails } from './toJobDetails';

/** One job, from the answer of a `job` query. */
export function JobDetailsPanel({
  data,
  options,
  width,
  height,
  timeZone,
  replaceVariables,
  title,
}: PanelProps<JobDetailsOptions>) {
  const guid = wantedText(data.request?.targets, 'guid', replaceVariables);
  const { value: job, isLoading, error } = useAnswer(data, guid, toJobDetails);
  const acts = useActs(data.request);
  const search = useLinkSearch(data.request);
  const now = data.request?.endTime ?? data.timeRange.to.valueOf();

  return (
    <ScrollContainer height={`${height}px`}>
      {isLoading && <LoadingBar width={width} ariaLabel="Loading the job" />}
      {(job === null || error !== undefined) && (
        <JobMessage
          error={error}
          isLoading={isLoading}
          guid={guid}
          hasFrames={data.series.some((frame) => frame.length > 0)}
          search={search}
        />
      )}
      {job !== null && (
        <JobSections
          key={job.guid}
          job={job}
          sections={shownSections(options)}
          context={{ acts, now, timeZone, search, maxHeight: Math.max(240, height - 90), hasTitle: title !== '' }}
        />
      )}
    </ScrollContainer>
  );
}
