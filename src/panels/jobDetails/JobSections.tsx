import { Alert, useStyles2 } from '@grafana/ui';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import React from 'react';
import { formatBytes } from '../../jsonTree/describeSize';
import { JsonTree } from '../../jsonTree/JsonTree';
import { JobActs } from './JobActs';
import { ErrorSection } from './ErrorSection';
import { SECTION_LABELS, type Section } from './options';
import { PropertiesSection } from './PropertiesSection';
import { type JobDetails } from './toJobDetails';
import { type ViewContext } from './viewContext';

interface Props {
  job: JobDetails;
  sections: readonly Section[];
  context: ViewContext;
}

export function JobSections({ job, sections, context }: Props) {
  const styles = useStyles2(getStyles);
  // A job without an error has no error section; alone in its panel, it says so.
  const shown = sections.filter((section) => section !== 'error' || job.error !== null || sections.length === 1);
  const hasHeadings = shown.length > 1 || !context.hasTitle;
  return (
    <div className={styles.sections}>
      {shown.map((section) => (
        <section key={section} aria-label={SECTION_LABELS[section]}>
          {hasHeadings && section !== 'properties' && <h4>{SECTION_LABELS[section]}</h4>}
          <SectionContent section={section} job={job} context={context} />
        </section>
      ))}
    </div>
  );
}

function SectionContent({ section, job, context }: { section: Section; job: JobDetails; context: ViewContext }) {
  switch (section) {
    case 'properties':
      return (
        <>
          {context.acts !== undefined && (
            <JobActs job={job} acts={context.acts} search={context.search} timeZone={context.timeZone} />
          )}
          <PropertiesSection job={job} context={context} />
        </>
      );
    case 'error':
      return <ErrorSection job={job} context={context} />;
    case 'args':
      return <JsonTree key={job.guid} label="Arguments" value={job.args} maxHeight={context.maxHeight} />;
    case 'result':
      return <ResultSection job={job} maxHeight={context.maxHeight} />;
  }
}

function ResultSection({ job, maxHeight }: { job: JobDetails; maxHeight: number }) {
  const isOpen = job.timeStop === null;
  return (
    <>
      {job.resultTruncated !== null && (
        <Alert severity="warning" title={`The result is shortened: it was ${formatBytes(job.resultTruncated)}`}>
          The controller keeps the first part of a result that is larger than its limit.
        </Alert>
      )}
      {isOpen && job.result === null ? (
        <span>The job has not ended yet; refresh to see its result.</span>
      ) : (
        // A result that arrives later is another tree: it opens afresh.
        <JsonTree key={`${job.guid} ${job.timeStop}`} label="Result" value={job.result} maxHeight={maxHeight} />
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  sections: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(2),
    padding: theme.spacing(1),
    minWidth: 0,
  }),
});
