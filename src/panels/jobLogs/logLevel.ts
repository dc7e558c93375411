import { type GrafanaTheme2 } from '@grafana/data';
import { type LogLevel } from '@openvcloud/contract';

/** The words of the original's levels: 1 most important ... 9 least. */
export const LEVEL_WORDS: Readonly<Record<LogLevel, string>> = {
  1: 'critical',
  2: 'error',
  3: 'warning',
  4: 'notice',
  5: 'info',
  6: 'debug',
  7: 'debug',
  8: 'trace',
  9: 'trace',
};

export const LEVELS: readonly LogLevel[] = [1, 2, 3, 4, 5, 6, 7, 8, 9];

export function isLogLevel(level: number): level is LogLevel {
  return Number.isInteger(level) && level >= 1 && level <= 9;
}

export function levelWord(level: number): string {
  return isLogLevel(level) ? LEVEL_WORDS[level] : 'unknown';
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
