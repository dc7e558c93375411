import { dateTimeFormatTimeAgo, locationUtil } from '@grafana/data';
import { Alert, Badge, Button, LinkButton, LoadingPlaceholder, Stack } from '@grafana/ui';
import { type ControllerInfo } from '@openvcloud/contract';
import React, { useCallback } from 'react';
import { StateBadge } from '../jobState/StateBadge';
import { Link } from '../navigation/Link';
import { dashboardLink, VARIABLES } from '../navigation/links';
import { Property, PropertyList } from '../propertyList/PropertyList';
import { fetchHealth, fetchInfo, fetchUrl, type Health } from './grafanaApi';
import { useLoaded } from './useLoaded';

interface Props {
  uid: string;
  name: string;
}

interface Connection {
  url: string;
  health: Health;
  /** Absent when the controller does not answer. */
  info?: ControllerInfo;
}

async function connect(uid: string): Promise<Connection> {
  const [url, health] = await Promise.all([fetchUrl(uid), fetchHealth(uid)]);
  return health.isOk ? { url, health, info: await fetchInfo(uid) } : { url, health };
}

/** One data source and the controller behind it. */
export function ControllerCard({ uid, name }: Props) {
  const [connection, check] = useLoaded(useCallback(() => connect(uid), [uid]));
  const settings = locationUtil.assureBaseUrl(`/connections/datasources/edit/${uid}`);

  return (
    <section aria-label={name}>
      <Stack alignItems="center" gap={1} wrap="wrap">
        <h4 style={{ margin: 0 }}>{name}</h4>
        <ConnectionBadge
          isOk={connection.status === 'loaded' ? connection.value.health.isOk : undefined}
          isFailed={connection.status === 'failed'}
        />
        <Button size="sm" variant="secondary" fill="text" icon="sync" onClick={check}>
          Check again
        </Button>
        <LinkButton size="sm" variant="secondary" fill="text" icon="cog" href={settings}>
          Settings
        </LinkButton>
      </Stack>
      {connection.status === 'loading' && <LoadingPlaceholder text="Asking the controller" />}
      {connection.status === 'failed' && <NotConnected message={connection.message} url="" />}
      {connection.status === 'loaded' && !connection.value.health.isOk && (
        <NotConnected message={connection.value.health.message} url={connection.value.url} />
      )}
      {connection.status === 'loaded' && connection.value.info && (
        <ControllerFacts uid={uid} url={connection.value.url} info={connection.value.info} />
      )}
    </section>
  );
}

function ConnectionBadge({ isOk, isFailed }: { isOk: boolean | undefined; isFailed: boolean }) {
  if (isOk === undefined && !isFailed) {
    return null;
  }
  return isOk ? (
    <Badge color="green" icon="check" text="Connected" />
  ) : (
    <Badge color="red" icon="exclamation-triangle" text="Not connected" />
  );
}

function NotConnected({ message, url }: { message: string; url: string }) {
  return (
    <Alert
      severity="error"
      title={url === '' ? 'The controller cannot be asked' : `The controller at ${url} cannot be asked`}
    >
      <p>{message}</p>
      Check that the Agent Controller runs, that its URL is right as seen from Grafana&apos;s server, and that the token
      is the one named viewer in its tokens.json. Change them in the data source&apos;s settings, then check again.
    </Alert>
  );
}

function ControllerFacts({ uid, url, info }: { uid: string; url: string; info: ControllerInfo }) {
  const { lastJob } = info;
  return (
    <PropertyList>
      {url !== '' && <Property name="URL">{url}</Property>}
      <Property name="Controller">
        {info.name}, version {info.version}, grid {info.gid}
      </Property>
      <Property name="Started">{dateTimeFormatTimeAgo(info.startedAt)}</Property>
      <Property name="Agents">
        {info.liveNodes} live of {info.nodes}
        {info.liveNodes === 0 && ': no job can run. Start an agent with this controller’s URL and an agent token.'}
      </Property>
      <Property name="JumpScripts">
        {info.jumpscripts}
        {info.brokenJumpscripts > 0 && `, ${info.brokenJumpscripts} broken`}
      </Property>
      <Property name="Token role">{info.role}</Property>
      <Property name="Last job">
        {lastJob === null ? (
          'none yet'
        ) : (
          <Stack gap={1} alignItems="center" wrap="wrap">
            <Link
              href={dashboardLink('job', '', { [VARIABLES.ds]: uid, [VARIABLES.guid]: lastJob.guid })}
            >{`${lastJob.organization}:${lastJob.cmd}`}</Link>
            <StateBadge state={lastJob.state} />
            {dateTimeFormatTimeAgo(lastJob.timeCreate)}
          </Stack>
        )}
      </Property>
    </PropertyList>
  );
}
