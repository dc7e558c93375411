import { dateTimeFormat, dateTimeFormatTimeAgo } from '@grafana/data';
import { type TimeZone } from '@grafana/schema';
import { Text, Tooltip } from '@grafana/ui';
import React from 'react';
import { formatRelative } from '../../duration/formatDuration';

interface Props {
  value: number | null;
  /** Said when there is no such time yet. */
  none: string;
  timeZone: TimeZone;
  now: number;
}

/** A time in the dashboard's time zone; the tooltip has its milliseconds, its zone, and UTC. */
export function JobTime({ value, none, timeZone, now }: Props) {
  if (value === null) {
    return <Text color="secondary">{none}</Text>;
  }
  const full = dateTimeFormat(value, { timeZone, format: 'YYYY-MM-DD HH:mm:ss.SSS Z' });
  return (
    <Tooltip content={`${full} (${dateTimeFormatTimeAgo(value, { timeZone })}); UTC ${new Date(value).toISOString()}`}>
      <time dateTime={new Date(value).toISOString()} tabIndex={0}>
        {dateTimeFormat(value, { timeZone })} <Text color="secondary">{formatRelative(value, now)}</Text>
      </time>
    </Tooltip>
  );
}
