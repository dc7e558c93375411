import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { type JobError } from '@openvcloud/contract';
import { Badge, ClipboardButton, Stack, Text, useStyles2 } from '@grafana/ui';
import React from 'react';
import { formatBytes } from '../../jsonTree/describeSize';
import { Link } from '../../navigation/Link';
import { jumpscriptLink } from '../../navigation/links';
import { SourceView } from '../../sourceView/SourceView';
import { JobText } from '../../text/JobText';
import { visibleText } from '../../text/visibleText';
import { type JobDetails } from './toJobDetails';
import { type ViewContext } from './viewContext';

/** The failing line in the middle, and what is around it: enough to see why, and short enough to see it at once. */
const SOURCE_HEIGHT = 240;

interface Props {
  job: JobDetails;
  context: ViewContext;
}

/** Why a job failed: what was said, where, on which way there, and the source as it was executed. */
export function ErrorSection({ job, context }: Props) {
  const styles = useStyles2(getStyles);
  const { error } = job;
  if (error === null) {
    return <Text color="secondary">The job has no error.</Text>;
  }
  return (
    <div className={styles.section}>
      <div className={styles.message}>
        <Badge color={job.state === 'TIMEOUT' ? 'orange' : 'red'} text={visibleText(error.type)} />{' '}
        <JobText>{error.message}</JobText>
      </div>
      <CutNote what="The message" trueSize={error.messageTruncatedFrom} />
      <ErrorPlace job={job} error={error} search={context.search} />
      {error.backtrace !== null && error.backtrace !== '' && (
        <div>
          <Stack justifyContent="space-between" alignItems="center">
            <h5>Backtrace</h5>
            <ClipboardButton
              size="sm"
              variant="secondary"
              fill="text"
              icon="copy"
              getText={() => error.backtrace ?? ''}
            >
              Copy
            </ClipboardButton>
          </Stack>
          {/* Keyboard users scroll it too. */}
          <pre
            className={styles.backtrace}
            style={{ maxHeight: context.maxHeight }}
            tabIndex={0}
            aria-label="Backtrace"
          >
            <JobText>{error.backtrace}</JobText>
          </pre>
          <CutNote what="The backtrace" trueSize={error.backtraceTruncatedFrom} />
        </div>
      )}
      {error.code !== null && error.code !== '' && (
        <div>
          <h5>Source as executed</h5>
          <SourceView
            source={error.code}
            label="Source as executed"
            maxHeight={SOURCE_HEIGHT}
            markedLine={error.line ?? undefined}
            markedAs="failed"
          />
        </div>
      )}
      {error.signature !== '' && (
        <Text color="secondary" variant="bodySmall">
          Failure signature: <JobText>{error.signature}</JobText>
        </Text>
      )}
    </div>
  );
}

/** "The backtrace is cut: it was 312 kB", for nobody to take a part for all. */
function CutNote({ what, trueSize }: { what: string; trueSize: number | null }) {
  return trueSize === null ? null : (
    <Text color="warning" variant="bodySmall">
      {what} is cut: it was {formatBytes(trueSize)}
    </Text>
  );
}

/** File and line, linked to the JumpScript's source when it is the JumpScript's own file. */
function ErrorPlace({ job, error, search }: { job: JobDetails; error: JobError; search: string }) {
  if (error.file === null) {
    return null;
  }
  const place = error.line === null ? error.file : `${error.file}:${error.line}`;
  const isOwnFile = job.jumpscriptId !== null && (error.file.split('/').at(-1) ?? '') === `${job.cmd}.py`;
  const line = error.line === null ? '' : `&line=${error.line}`;
  return (
    <div>
      at{' '}
      {isOwnFile && job.jumpscriptId !== null ? (
        <Link href={`${jumpscriptLink(job.jumpscriptId, search, job.jumpscriptVersion ?? undefined)}${line}`}>
          <JobText>{place}</JobText>
        </Link>
      ) : (
        <JobText>{place}</JobText>
      )}
      {error.function !== null && <JobText>{` in ${error.function}`}</JobText>}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), minWidth: 0 }),
  message: css({ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', maxHeight: 320, overflow: 'auto' }),
  backtrace: css({ margin: 0, overflow: 'auto', whiteSpace: 'pre', fontSize: theme.typography.bodySmall.fontSize }),
});
