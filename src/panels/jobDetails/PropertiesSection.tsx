import { describeDropped } from '@openvcloud/contract/src/droppedLines';
import React from 'react';
import { StateBadge } from '../../jobState/StateBadge';
import { Property, PropertyList } from '../../propertyList/PropertyList';
import { Guid } from './Guid';
import { GuidLink, JumpscriptLink, NodeLink } from './JobLinks';
import { JobRun, JobWait } from './JobDurations';
import { JobTime } from './JobTime';
import { Labels } from './Labels';
import { type JobDetails } from './toJobDetails';
import { type ViewContext } from './viewContext';

/** Everything about a job but its arguments, result and error. */
export function PropertiesSection({ job, context }: { job: JobDetails; context: ViewContext }) {
  const { timeZone, now, search } = context;
  const time = (value: number | null, none: string) => (
    <JobTime value={value} none={none} timeZone={timeZone} now={now} />
  );
  return (
    <PropertyList>
      <Property name="State">
        <StateBadge state={job.state} nativeState={job.nativeState} />
      </Property>
      <Property name="JumpScript">
        <JumpscriptLink job={job} search={search} />
      </Property>
      <Property name="Node">
        <NodeLink job={job} search={search} />
      </Property>
      <Property name="Grid">{job.gid}</Property>
      <Property name="Roles">
        <Labels texts={job.roles} />
      </Property>
      <Property name="Queue">{job.queue}</Property>
      <Property name="Category">{job.category || 'none'}</Property>
      <Property name="Create">{time(job.timeCreate, 'unknown')}</Property>
      <Property name="Start">{time(job.timeStart, 'not started')}</Property>
      <Property name="Stop">{time(job.timeStop, 'not ended')}</Property>
      <LateReport job={job}>{time(job.timeKnown, 'unknown')}</LateReport>
      <Property name="Wait">
        <JobWait job={job} now={now} />
      </Property>
      <Property name="Run">
        <JobRun job={job} now={now} />
      </Property>
      {job.resultCode !== null && <Property name="Result code">{job.resultCode}</Property>}
      {job.nativeState !== job.state && <Property name="Native state">{job.nativeState}</Property>}
      <Property name="Attempt">{job.maxAttempts > 1 ? `${job.attempt} of ${job.maxAttempts}` : job.attempt}</Property>
      <Property name="User">{job.user ?? 'unknown'}</Property>
      <Property name="Tags">
        <Labels texts={job.tags} />
      </Property>
      {job.parentGuid !== null && (
        <Property name="Parent job">
          <GuidLink guid={job.parentGuid} search={search} />
        </Property>
      )}
      {job.batchGuid !== null && (
        <Property name="Batch">
          <Guid guid={job.batchGuid} />
        </Property>
      )}
      <Property name="Log lines">{job.log || job.logLines > 0 ? job.logLines.toLocaleString() : 'not kept'}</Property>
      {job.droppedLines > 0 && <Property name="Lines left out">{describeDropped(job)}</Property>}
      <Property name="Source">{job.source}</Property>
      <Property name="Id">{job.id}</Property>
      <Property name="Guid">
        <Guid guid={job.guid} />
      </Property>
    </PropertyList>
  );
}

/** Longer than a report is under way: its agent was cut off when the job ended. */
const LATE_MS = 60_000;

function LateReport({ job: { timeStop, timeKnown }, children }: { job: JobDetails; children: React.ReactNode }) {
  const isLate = timeStop !== null && timeKnown !== null && timeKnown - timeStop > LATE_MS;
  return isLate ? <Property name="Known">{children}</Property> : null;
}
