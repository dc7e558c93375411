import { dateTimeFormat, locationUtil } from '@grafana/data';
import { type TimeZone } from '@grafana/schema';
import { LinkButton } from '@grafana/ui';
import React from 'react';
import { formatDuration } from '../../duration/formatDuration';
import { dashboardLink, VARIABLES } from '../../navigation/links';
import { Property, PropertyList } from '../../propertyList/PropertyList';
import { describePeriod } from './describePeriod';
import { visibleText } from '../../text/visibleText';
import { type Jumpscript } from './toJumpscript';

interface Props {
  jumpscript: Jumpscript;
  search: string;
  timeZone: TimeZone;
}

/** What the file says about itself, and what the controller knows about the file. */
export function JumpscriptProperties({ jumpscript, search, timeZone }: Props) {
  const { organization, name, version, declaredVersion, updatedAt } = jumpscript;
  const jobs = dashboardLink('jobs', search, { [VARIABLES.organization]: organization, [VARIABLES.cmd]: name });
  return (
    <PropertyList>
      <Property name="Name">{name}</Property>
      <Property name="Organization">{organization}</Property>
      <Property name="Description">{jumpscript.descr.trim() || 'none'}</Property>
      <Property name="Category">{jumpscript.category || 'none'}</Property>
      <Property name="Version">{declaredVersion ? `${version} (the file says ${declaredVersion})` : version}</Property>
      <Property name="Runs">{describePeriod(jumpscript.period)}</Property>
      <Property name="Starts at boot">{yesOrNo(jumpscript.startatboot)}</Property>
      <Property name="Enabled">{yesOrNo(jumpscript.enable)}</Property>
      <Property name="Roles">{jumpscript.roles.join(', ') || 'any node'}</Property>
      <Property name="Queue">{jumpscript.queue}</Property>
      <Property name="Timeout">{formatDuration(jumpscript.timeoutSeconds * 1000)}</Property>
      <Property name="Arguments">{describeArgs(jumpscript.args)}</Property>
      <Property name="Keeps log lines">{yesOrNo(jumpscript.log)}</Property>
      <Property name="Async">{yesOrNo(jumpscript.async)}</Property>
      <Property name="Order">{jumpscript.order}</Property>
      <Property name="Author">{jumpscript.author || 'unknown'}</Property>
      <Property name="License">{jumpscript.license || 'none'}</Property>
      <Property name="Grid">{jumpscript.gid}</Property>
      <Property name="Path">{jumpscript.path}</Property>
      <Property name="SHA-256">
        <span title={visibleText(jumpscript.hash)}>{jumpscript.hash.slice(0, 16)}…</span>
      </Property>
      <Property name="Updated">
        <span title={dateTimeFormat(updatedAt, { timeZone, format: 'YYYY-MM-DD HH:mm:ss.SSS Z' })}>
          {dateTimeFormat(updatedAt, { timeZone })}
        </span>
      </Property>
      <Property name="Jobs">
        <LinkButton size="sm" variant="secondary" href={locationUtil.assureBaseUrl(jobs)}>
          Jobs that ran it
        </LinkButton>
      </Property>
    </PropertyList>
  );
}

function yesOrNo(value: boolean): string {
  return value ? 'yes' : 'no';
}

/** `path, depth = 3`: as a Python programmer writes them. */
export function describeArgs(args: Jumpscript['args']): string {
  return args.map((arg) => (arg.default === null ? arg.name : `${arg.name} = ${arg.default}`)).join(', ') || 'none';
}
