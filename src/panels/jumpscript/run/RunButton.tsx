import { type DataQueryRequest } from '@grafana/data';
import React, { useState } from 'react';
import { ActButton } from '../../../acts/ActButton';
import { useActs } from '../../../acts/useActs';
import { countJobs } from '../../../acts/bulkWords';
import { Link } from '../../../navigation/Link';
import { dashboardLink, jobLink, VARIABLES } from '../../../navigation/links';
import { propertyOf, textOf } from '../../../unknownValue/propertyOf';
import { type Jumpscript } from '../toJumpscript';
import { RunDialog } from './RunDialog';

interface Props {
  jumpscript: Jumpscript;
  request: DataQueryRequest | undefined;
  search: string;
}

interface Made {
  said: string;
  href: string;
}

/** Runs the JumpScript as it is now, and leads to what it made. */
export function RunButton({ jumpscript, request, search }: Props) {
  const acts = useActs(request);
  const [isAsking, setAsking] = useState(false);
  const [made, setMade] = useState<Made>();
  if (acts === undefined) {
    return null;
  }
  const whyNot = !jumpscript.enable ? 'It is disabled.' : jumpscript.isBroken ? 'It is broken.' : undefined;
  return (
    <div>
      <ActButton
        acts={whyNot === undefined ? acts : { ...acts, mayAct: false, why: whyNot }}
        icon="play"
        onClick={() => setAsking(true)}
      >
        Run
      </ActButton>{' '}
      <span role="status">{made !== undefined && <Link href={made.href}>{made.said}</Link>}</span>
      {isAsking && (
        <RunDialog
          jumpscript={jumpscript}
          dataSourceUid={acts.dataSourceUid}
          onRun={(answer) => setMade(madeOf(answer, jumpscript, search))}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}

function madeOf(answer: unknown, { organization, name }: Jumpscript, search: string): Made {
  const items = propertyOf(answer, 'jobs');
  const jobs: unknown[] = Array.isArray(items) ? items : [];
  const guid = textOf(jobs[0], 'guid');
  if (jobs.length === 1 && guid !== '') {
    return { said: 'Open the new job', href: jobLink(guid, search) };
  }
  const all = { [VARIABLES.organization]: organization, [VARIABLES.cmd]: name };
  return { said: `Open the ${countJobs(jobs.length)} that were made`, href: dashboardLink('jobs', search, all) };
}
