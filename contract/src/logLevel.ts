/** Levels as the original has them, with their words: 1 most important ... 9 least. */
export const LOG_LEVELS = {
  1: 'critical',
  2: 'error',
  3: 'warning',
  4: 'notice',
  5: 'info',
  6: 'debug',
  7: 'debug',
  8: 'trace',
  9: 'trace',
} as const;
export type LogLevel = keyof typeof LOG_LEVELS;
export type LogLevelWord = (typeof LOG_LEVELS)[LogLevel];
