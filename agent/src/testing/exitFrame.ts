import { type ExitFrame } from '../python/runnerFrame';

/** Of a job that ended by itself, and left nothing. */
export const EXIT: ExitFrame = {
  code: 0,
  dump: '',
  orphaned: false,
  phase: 'after',
  messageTooLarge: null,
  ignored: 0,
  unkillable: [],
};
