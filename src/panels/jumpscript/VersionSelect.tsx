import { dateTimeFormat } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { type TimeZone } from '@grafana/schema';
import { Combobox, InlineField } from '@grafana/ui';
import React from 'react';
import { VARIABLES } from '../../navigation/links';
import { type Jumpscript } from './toJumpscript';

interface Props {
  jumpscript: Jumpscript;
  timeZone: TimeZone;
}

/** Every edit made a version. The choice is the dashboard's variable, so that Back undoes it and a link keeps it. */
export function VersionSelect({ jumpscript, timeZone }: Props) {
  const options = [...jumpscript.versions]
    .sort((a, b) => b.version - a.version)
    .map(({ version, createdAt, hash, isCurrent }) => ({
      value: version,
      label: `Version ${version}${isCurrent ? ' (current)' : ''}`,
      description: `${dateTimeFormat(createdAt, { timeZone })} · ${hash.slice(0, 12)}`,
    }));
  if (options.length === 0) {
    return null;
  }
  const choose = (version: number) => {
    const isCurrent = jumpscript.versions.some((candidate) => candidate.version === version && candidate.isCurrent);
    // A line of one version is another line of the next. Without a number the page follows later edits.
    locationService.partial({ [`var-${VARIABLES.version}`]: isCurrent ? '' : version, line: null });
  };
  return (
    <InlineField label="Version" htmlFor="jumpscript-version">
      <Combobox
        id="jumpscript-version"
        width={26}
        options={options}
        value={jumpscript.version}
        onChange={({ value }) => choose(value)}
      />
    </InlineField>
  );
}
