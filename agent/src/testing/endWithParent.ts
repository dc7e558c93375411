import { resolve } from 'node:path';

const SCRIPT = resolve(__dirname, '../../runner/testing/end_with_parent.py');

/** The command as a test starts it: it ends with the process of the test, also when that is killed. */
export function endWithParent(command: readonly string[]): [file: string, args: string[]] {
  return ['python3', [SCRIPT, String(process.pid), ...command]];
}
