import { Alert, Badge, Button, LoadingPlaceholder, Stack } from '@grafana/ui';
import React, { useState } from 'react';
import { messageOf } from '../answer/errorOf';
import { Link } from '../navigation/Link';
import { BUNDLED_DASHBOARDS } from './bundledDashboards';
import { findDashboards, importDashboard } from './grafanaApi';
import { useLoaded } from './useLoaded';

const loadPresent = () => findDashboards(BUNDLED_DASHBOARDS.map(({ uid }) => uid));

interface Props {
  /** Where Grafana serves the app's files. */
  baseUrl: string;
}

/** The dashboards of the drill-down: present or missing, and a button that brings the missing ones. */
export function DashboardsSection({ baseUrl }: Props) {
  const [present, reload] = useLoaded(loadPresent);
  const [failures, setFailures] = useState<string[]>([]);
  const [isImporting, setIsImporting] = useState(false);
  const missing = present.status === 'loaded' ? BUNDLED_DASHBOARDS.filter(({ uid }) => !present.value.has(uid)) : [];

  const importMissing = async () => {
    setIsImporting(true);
    const results = await Promise.allSettled(
      missing.map(({ file }) => importDashboard(`${baseUrl}/dashboards/${file}`))
    );
    setFailures(
      results.flatMap((result, index) =>
        result.status === 'rejected' ? `${missing[index]?.title}: ${messageOf(result.reason)}` : []
      )
    );
    setIsImporting(false);
    reload();
  };

  return (
    <section aria-labelledby="dashboards">
      <h3 id="dashboards">Dashboards</h3>
      {present.status === 'loading' && <LoadingPlaceholder text="Looking for the dashboards" />}
      {present.status === 'failed' && (
        <Alert severity="error" title="Grafana could not be asked which dashboards exist">
          {present.message}
        </Alert>
      )}
      {failures.length > 0 && (
        <Alert severity="error" title="Not all dashboards could be imported">
          {failures.map((failure) => (
            <div key={failure}>{failure}</div>
          ))}
        </Alert>
      )}
      {present.status === 'loaded' && (
        <Stack direction="column" gap={1} alignItems="flex-start">
          {BUNDLED_DASHBOARDS.map(({ uid, title }) => (
            <Stack key={uid} gap={1} alignItems="center">
              {present.value.has(uid) ? (
                <Badge color="green" icon="check" text="Present" />
              ) : (
                <Badge color="orange" icon="exclamation-triangle" text="Missing" />
              )}
              {present.value.has(uid) ? <Link href={`/d/${uid}`}>{title}</Link> : title}
            </Stack>
          ))}
          {missing.length > 0 && (
            <Button icon="import" disabled={isImporting} onClick={() => void importMissing()}>
              Import missing dashboards
            </Button>
          )}
        </Stack>
      )}
    </section>
  );
}
