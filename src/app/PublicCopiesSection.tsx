import { getDataSourceSrv } from '@grafana/runtime';
import { Alert, Button, Combobox, InlineField, LoadingPlaceholder, Stack } from '@grafana/ui';
import React, { useState } from 'react';
import { messageOf } from '../answer/errorOf';
import datasource from '../datasource/plugin.json';
import { Link } from '../navigation/Link';
import { DASHBOARDS } from '../navigation/links';
import { findDashboards, makePublicCopy } from './grafanaApi';
import { PUBLISHABLE, publicUid } from './publicCopy';
import { useLoaded } from './useLoaded';

const COPIES = PUBLISHABLE.map((name) => ({
  file: `${name}.json`,
  title: DASHBOARDS[name].title,
  uid: publicUid(DASHBOARDS[name].uid),
}));
const loadPresent = () => findDashboards(COPIES.map(({ uid }) => uid));

interface Props {
  /** Where Grafana serves the app's files. */
  baseUrl: string;
}

/** Copies of dashboards that Grafana can show to people without an account: it replaces no variables for them. */
export function PublicCopiesSection({ baseUrl }: Props) {
  const dataSources = getDataSourceSrv()
    .getList({ type: datasource.id })
    .filter(({ type }) => type === datasource.id);
  const [present, reload] = useLoaded(loadPresent);
  const [chosen, setChosen] = useState(dataSources[0]?.uid);
  const [failure, setFailure] = useState('');
  const [isMaking, setIsMaking] = useState(false);
  const make = async (file: string, uid: string) => {
    setIsMaking(true);
    const made = makePublicCopy(`${baseUrl}/dashboards/${file}`, { uid, type: datasource.id });
    setFailure(await made.then(() => '', messageOf));
    setIsMaking(false);
    reload();
  };

  return (
    <section aria-labelledby="public-copies">
      <h3 id="public-copies">Public copies</h3>
      <p>
        Grafana knows no variables in dashboards that are shared externally: ours would show errors. A copy asks one
        Agent Controller, shows all its jobs, and has no links. It is public only once you share it: open it, then Share
        → Share externally.
      </p>
      {failure !== '' && (
        <Alert severity="error" title="The copy could not be made">
          {failure}
        </Alert>
      )}
      {dataSources.length > 1 && (
        <InlineField label="Agent Controller" labelWidth={18}>
          <Combobox
            id="public-datasource"
            width={30}
            options={dataSources.map(({ uid, name }) => ({ value: uid, label: name }))}
            value={chosen}
            onChange={({ value }) => setChosen(value)}
          />
        </InlineField>
      )}
      {present.status === 'loading' && <LoadingPlaceholder text="Looking for copies" />}
      {present.status === 'failed' && <Alert severity="error" title={present.message} />}
      {present.status === 'loaded' && chosen !== undefined && (
        <Stack direction="column" gap={1} alignItems="flex-start">
          {COPIES.map(({ file, title, uid }) => (
            <Stack key={uid} gap={1} alignItems="center">
              <Button
                size="sm"
                variant="secondary"
                icon="copy"
                aria-label={`${present.value.has(uid) ? 'Make the copy of' : 'Copy'} ${title}${present.value.has(uid) ? ' anew' : ''}`}
                disabled={isMaking}
                onClick={() => void make(file, chosen)}
              >
                {present.value.has(uid) ? 'Make anew' : 'Copy'}
              </Button>
              {present.value.has(uid) ? <Link href={`/d/${uid}`}>{`${title} (public)`}</Link> : title}
            </Stack>
          ))}
        </Stack>
      )}
    </section>
  );
}
