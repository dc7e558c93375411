import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { type TimeZone } from '@grafana/schema';
import { Button, useStyles2 } from '@grafana/ui';
import { isTerminal } from '@openvcloud/contract/src/jobState';
import React, { useState } from 'react';
import { AuditDialog } from '../../acts/AuditDialog';
import { ActButton } from '../../acts/ActButton';
import { ActDialog } from '../../acts/ActDialog';
import { sendAct } from '../../acts/actRequests';
import { type Acts } from '../../acts/useActs';
import { isJobState } from '../../jobState/stateAppearance';
import { JobText } from '../../text/JobText';
import { propertyOf, textOf } from '../../unknownValue/propertyOf';
import { GuidLink } from './JobLinks';
import { type JobDetails } from './toJobDetails';

interface Props {
  job: JobDetails;
  acts: Acts;
  search: string;
  timeZone: TimeZone;
}

/** What came of an act: in words, and the job that it made. */
interface Done {
  said: string;
  guid?: string;
}

/** Cancel what has not ended, run again what has. */
export function JobActs({ job, acts, search, timeZone }: Props) {
  const styles = useStyles2(getStyles);
  const [isAsking, setAsking] = useState(false);
  const [isAuditing, setAuditing] = useState(false);
  const [done, setDone] = useState<Done>();
  const isEnded = isJobState(job.state) && isTerminal(job.state);
  const verb = isEnded ? 'Re-run' : 'Cancel';
  const confirm = async (reason: string, key: string) => {
    const answer = await sendAct(
      acts.dataSourceUid,
      `${isEnded ? 'rerun' : 'cancel'}/${encodeURIComponent(job.guid)}`,
      {
        reason,
        key,
      }
    );
    setDone(isEnded ? rerunDone(answer) : cancelDone(answer));
    setAsking(false);
  };
  return (
    <div className={styles.acts}>
      <ActButton acts={acts} icon={isEnded ? 'repeat' : 'times'} onClick={() => setAsking(true)}>
        {verb}
      </ActButton>
      {acts.mayAct && (
        <Button size="sm" variant="secondary" fill="text" icon="history" onClick={() => setAuditing(true)}>
          Audit
        </Button>
      )}
      {isAuditing && (
        <AuditDialog
          dataSourceUid={acts.dataSourceUid}
          timeZone={timeZone}
          target={job.guid}
          onClose={() => setAuditing(false)}
        />
      )}
      <span role="status">
        {done?.said}
        {done?.guid !== undefined && <GuidLink guid={done.guid} search={search} />}
      </span>
      {isAsking && (
        <ActDialog
          title={`${verb} this job`}
          verb={verb}
          isDestructive={!isEnded}
          onConfirm={confirm}
          onClose={() => setAsking(false)}
        >
          <p>
            <JobText>{describe(job, isEnded)}</JobText>
          </p>
        </ActDialog>
      )}
    </div>
  );
}

function describe({ organization, cmd, nodeName }: JobDetails, isEnded: boolean): string {
  const what = `${organization}:${cmd}${nodeName === null ? '' : ` on ${nodeName}`}`;
  return isEnded
    ? `${what} runs again, with the same arguments and target, as the JumpScript is now.`
    : `${what} ends as ERROR: at once while it waits, else when its agent has killed it.`;
}

function rerunDone(answer: unknown): Done {
  const jobs = propertyOf(answer, 'jobs');
  const guid = textOf(Array.isArray(jobs) ? jobs[0] : undefined, 'guid');
  return guid === '' ? { said: 'It runs again.' } : { said: 'It runs again as ', guid };
}

function cancelDone(answer: unknown): Done {
  const isRequested = propertyOf(answer, 'outcome') === 'requested';
  return { said: isRequested ? 'Its agent was told to kill it.' : 'It was cancelled before it started.' };
}

const getStyles = (theme: GrafanaTheme2) => ({
  acts: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 1),
    marginBottom: theme.spacing(1),
  }),
});
