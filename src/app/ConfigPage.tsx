import { type AppPluginMeta, type PluginConfigPageProps } from '@grafana/data';
import { Alert, Stack } from '@grafana/ui';
import React from 'react';
import { DashboardsSection } from './DashboardsSection';
import { DataSourcesSection } from './DataSourcesSection';
import { PublicCopiesSection } from './PublicCopiesSection';

/** Administration → Plugins → OpenvCloud Jobs → Configuration. Grafana's own Enable button is above it. */
export function ConfigPage({ plugin }: PluginConfigPageProps<AppPluginMeta>) {
  return (
    <Stack direction="column" gap={4}>
      {plugin.meta.enabled === false && (
        <Alert severity="info" title="The app is not enabled">
          Enable it with the button above: its data source and panels work only then.
        </Alert>
      )}
      <DataSourcesSection />
      <DashboardsSection baseUrl={plugin.meta.baseUrl} />
      <PublicCopiesSection baseUrl={plugin.meta.baseUrl} />
    </Stack>
  );
}
