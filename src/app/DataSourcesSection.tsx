import { locationUtil } from '@grafana/data';
import { getDataSourceSrv, locationService } from '@grafana/runtime';
import { Alert, Button, LinkButton, Stack } from '@grafana/ui';
import React, { useState } from 'react';
import { messageOf } from '../answer/errorOf';
import datasource from '../datasource/plugin.json';
import { ControllerCard } from './ControllerCard';
import { createDataSource } from './grafanaApi';

/** Which Agent Controllers are connected; without any, how to connect the first. */
export function DataSourcesSection() {
  // Grafana's list of a type has its own "-- Grafana --" in it, too.
  const dataSources = getDataSourceSrv()
    .getList({ type: datasource.id })
    .filter(({ type }) => type === datasource.id);
  const [error, setError] = useState('');
  const add = () => {
    createDataSource().then(
      (uid) => locationService.push(`/connections/datasources/edit/${uid}`),
      (reason: unknown) => setError(messageOf(reason))
    );
  };

  return (
    <section aria-labelledby="controllers">
      <h3 id="controllers">Agent Controllers</h3>
      {error !== '' && (
        <Alert severity="error" title="The data source could not be made">
          {error}
        </Alert>
      )}
      {dataSources.length === 0 ? (
        <Alert severity="warning" title="Nothing is connected yet">
          <p>Jobs come from an Agent Controller, through a data source. To connect one:</p>
          <ol style={{ paddingLeft: 20 }}>
            <li>Add the data source.</li>
            <li>
              Enter the controller&apos;s URL as Grafana&apos;s server reaches it, for example http://controller:4400.
            </li>
            <li>
              Enter a token with the role viewer: <code>viewer</code> in <code>$DATA_DIR/tokens.json</code> of the
              controller.
            </li>
            <li>Save &amp; test; then come back to this page.</li>
          </ol>
          <Stack gap={1}>
            <Button icon="plus" onClick={add}>
              Add data source
            </Button>
            <LinkButton
              variant="secondary"
              fill="text"
              href={locationUtil.assureBaseUrl('/connections/datasources/new')}
            >
              All data sources
            </LinkButton>
          </Stack>
        </Alert>
      ) : (
        <Stack direction="column" gap={1}>
          {dataSources.map(({ uid, name }) => (
            <ControllerCard key={uid} uid={uid} name={name} />
          ))}
        </Stack>
      )}
    </section>
  );
}
