import { type GrafanaTheme2 } from '@grafana/data';
import { LOG_LEVELS, type LogLevel } from '@openvcloud/contract/src/logLevel';

export const LEVELS: readonly LogLevel[] = Object.keys(LOG_LEVELS).map(Number).filter(isLogLevel);

export function isLogLevel(level: number): level is LogLevel {
  return Object.hasOwn(LOG_LEVELS, level);
}

export function levelWord(level: number): string {
  return isLogLevel(level) ? LOG_LEVELS[level] : 'unknown';
}

export function levelColor(theme: GrafanaTheme2, level: number): string {
  switch (levelWord(level)) {
    case 'critical':
    case 'error':
      return theme.colors.error.text;
    case 'warning':
      return theme.colors.warning.text;
    case 'notice':
    case 'info':
      return theme.colors.info.text;
    default:
      return theme.colors.text.secondary;
  }
}
