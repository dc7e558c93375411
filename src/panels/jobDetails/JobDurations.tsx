import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Text, useStyles2 } from '@grafana/ui';
import React from 'react';
import { formatDuration } from '../../duration/formatDuration';
import { jobTiming } from './jobTiming';
import { type JobDetails } from './toJobDetails';

interface Props {
  job: JobDetails;
  now: number;
}

export function JobWait({ job, now }: Props) {
  const { waitMs, isWaiting } = jobTiming(job, now);
  return <Duration ms={waitMs} none="unknown" isSoFar={isWaiting} />;
}

/** How long it ran, against how long it may. */
export function JobRun({ job, now }: Props) {
  const styles = useStyles2(getStyles);
  const { runMs, isRunning, usedOfTimeout } = jobTiming(job, now);
  return (
    <>
      <Duration ms={runMs} none="not started" isSoFar={isRunning} />
      {job.timeoutSeconds > 0 && (
        <Text color="secondary">{` of at most ${formatDuration(job.timeoutSeconds * 1000)}`}</Text>
      )}
      {usedOfTimeout !== null && (
        <meter
          className={styles.meter}
          min={0}
          max={1}
          high={0.8}
          optimum={0}
          value={usedOfTimeout}
          aria-label="Part of the timeout used"
        >
          {Math.round(usedOfTimeout * 100)} %
        </meter>
      )}
    </>
  );
}

function Duration({ ms, none, isSoFar }: { ms: number | null; none: string; isSoFar: boolean }) {
  if (ms === null) {
    return <Text color="secondary">{none}</Text>;
  }
  return (
    <span title={`${ms.toLocaleString()} ms`}>
      {formatDuration(ms)}
      {isSoFar && ' so far'}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  meter: css({ width: 60, marginLeft: theme.spacing(1), verticalAlign: 'middle' }),
});
