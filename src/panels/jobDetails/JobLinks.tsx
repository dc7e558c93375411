import { Text } from '@grafana/ui';
import React from 'react';
import { Link } from '../../navigation/Link';
import { jobLink, jumpscriptLink, nodeLink, nodeWindowLink } from '../../navigation/links';
import { JobText } from '../../text/JobText';
import { type JobDetails } from './toJobDetails';

interface Props {
  job: JobDetails;
  search: string;
}

export function JumpscriptLink({ job, search }: Props) {
  const name = `${job.organization}:${job.cmd}`;
  if (job.jumpscriptId === null) {
    return (
      <>
        <JobText>{name}</JobText> <Text color="secondary">(its source is not stored)</Text>
      </>
    );
  }
  return (
    <>
      <Link href={jumpscriptLink(job.jumpscriptId, search, job.jumpscriptVersion ?? undefined)}>
        <JobText>{name}</JobText>
      </Link>
      {job.jumpscriptVersion !== null && <Text color="secondary">{` version ${job.jumpscriptVersion}`}</Text>}
    </>
  );
}

/** To the page of the node: in the range that one looks at, and in the time of the job. */
export function NodeLink({ job, search }: Props) {
  if (job.nodeName === null) {
    return <Text color="secondary">{job.nid === null ? 'not taken by a node yet' : `Node id ${job.nid}`}</Text>;
  }
  const { timeStart, timeStop } = job;
  return (
    <>
      <Link href={nodeLink(job.nodeName, search)}>
        <JobText>{job.nodeName}</JobText>
      </Link>
      {job.nid !== null && <Text color="secondary">{` id ${job.nid}`}</Text>}
      {timeStart !== null && (
        <>
          <Text color="secondary">{' · '}</Text>
          <Link href={nodeWindowLink(job.nodeName, { timeStart, timeStop }, search)}>while this job ran</Link>
        </>
      )}
    </>
  );
}

export function GuidLink({ guid, search }: { guid: string; search: string }) {
  return (
    <Link href={jobLink(guid, search)}>
      <JobText>{guid}</JobText>
    </Link>
  );
}
